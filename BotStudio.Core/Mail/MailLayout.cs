using System.Net;
using BotStudio.Core.Localization;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Mail;

/// <summary>An e-mail as it is sent: the same content as plain text and as HTML.</summary>
public sealed record RenderedMail(string Subject, string Text, string Html);

/// <summary>
/// How every e-mail looks: one column that fits a phone, a table for programs that know nothing newer, light colours with dark ones for readers
/// who want them. The colours are those of wwwroot/css/tokens.css, in numbers, because no mail program reads variables.
/// </summary>
public sealed class MailLayout(IStringLocalizer<MailText> texts)
{
    private const string Styles = """
        :root{color-scheme:light dark;supported-color-schemes:light dark}
        body{margin:0;padding:0;background:#f6f9f8;-webkit-text-size-adjust:100%}
        .card{background:#ffffff;border:1px solid #dae1df;border-radius:16px}
        h1{margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600}
        p{margin:0 0 16px}
        .facts td{padding:8px 0;border-top:1px solid #dae1df;vertical-align:top}
        .muted{color:#505e5b}
        .button{display:inline-block;padding:12px 20px;border-radius:10px;background:#007462;color:#ffffff!important;text-decoration:none;font-weight:600}
        a{color:#007462}
        @media (prefers-color-scheme:dark){
        body,.page{background:#111616!important;color:#e9eeed!important}
        .card{background:#181f1e!important;border-color:#2c3634!important;color:#e9eeed!important}
        .facts td{border-color:#2c3634!important}
        .muted{color:#a3adab!important}
        .button{background:#64d6b5!important;color:#031d18!important}
        a{color:#64d6b5!important}
        }
        @media (max-width:480px){.card>tbody>tr>td{padding:24px 20px!important}.facts td{display:block;border:0!important;padding:0!important}.facts .name{padding-top:12px!important}}
        """;

    public RenderedMail Render(MailToSend mail) =>
        InLanguage.Say(mail.Language, () => new RenderedMail(OneLine(mail.Content.Subject), TextOf(mail.Content), HtmlOf(mail)));

    private static string TextOf(MailContent content)
    {
        var parts = new List<string> { content.Heading };
        parts.AddRange(content.Paragraphs);
        if (content.Facts.Count > 0)
        {
            parts.Add(string.Join('\n', content.Facts.Select(fact => $"{fact.Name}: {fact.Value}")));
        }

        if (content.Button is { } button)
        {
            parts.Add($"{button.Text}: {button.Url}");
        }

        parts.Add("-- \n" + content.Footnote);
        return string.Join("\n\n", parts).ReplaceLineEndings("\r\n");
    }

    private string HtmlOf(MailToSend mail) =>
        $"""
            <!doctype html>
            <html lang="{mail.Language}"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
            <title>{Escape(mail.Content.Subject)}</title><style>{Styles}</style></head>
            <body class="page" style="background:#f6f9f8;color:#15211e;font:16px/1.55 -apple-system,'Segoe UI',Roboto,Arial,sans-serif">
            <table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tbody><tr><td align="center" style="padding:24px 12px">
            <table role="presentation" class="card" cellspacing="0" cellpadding="0" style="width:100%;max-width:560px;text-align:left">
            <tbody><tr><td style="padding:32px"><h1>{Escape(mail.Content.Heading)}</h1>
            {string.Concat(mail.Content.Paragraphs.Select(paragraph => $"<p>{Escape(paragraph)}</p>\n"))}{FactsOf(mail.Content)}{ButtonOf(
                mail.Content
            )}
            </td></tr></tbody></table>
            <p class="muted" style="max-width:560px;margin:16px auto 0;font-size:13px">{Escape(mail.Content.Footnote)}</p>
            </td></tr></tbody></table></body></html>
            """;

    private static string FactsOf(MailContent content)
    {
        var rows = content.Facts.Select(fact =>
            $"""
                <tr><td class="name muted" style="padding-right:16px;width:35%">{Escape(fact.Name)}</td>
                <td style="overflow-wrap:anywhere">{Escape(fact.Value)}</td></tr>

                """
        );
        return content.Facts.Count == 0
            ? ""
            : $"""
                <table role="presentation" class="facts" cellspacing="0" cellpadding="0" style="width:100%;margin:0 0 16px"><tbody>
                {string.Concat(rows)}</tbody></table>

                """;
    }

    private string ButtonOf(MailContent content) =>
        content.Button is not { } button
            ? ""
            : $"""
                <p style="margin:24px 0"><a class="button" href="{Escape(button.Url)}">{Escape(button.Text)}</a></p>
                <p class="muted" style="font-size:13px;margin:0">{Escape(texts["mail.button_hint"])}<br>
                <span style="overflow-wrap:anywhere">{Escape(button.Url)}</span></p>
                """;

    /// <summary>Line breaks of the text stay.</summary>
    private static string Escape(string text) =>
        WebUtility.HtmlEncode(text.ReplaceLineEndings("\n")).Replace("\n", "<br>", StringComparison.Ordinal);

    /// <summary>A line break in a header would begin another one.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
