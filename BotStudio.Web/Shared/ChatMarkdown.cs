using System.Text.RegularExpressions;
using BotStudio.Core.Conversations;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Shared;

/// <summary>
/// A bot's text as HTML for a preview. Shows what messengers show (bold, italic, struck, code, quotes, lists, links) and nothing more:
/// HTML stays text, pictures become links, headings become bold lines, so that a bot's words can never become part of our page.
/// </summary>
public static partial class ChatMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks()
        .UseSoftlineBreakAsHardlineBreak()
        .Build();

    private static readonly HashSet<string> SafeSchemes = new(StringComparer.OrdinalIgnoreCase) { "http", "https", "tg", "mailto", "tel" };

    public static MarkupString ToHtml(string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            MakeSafe(link);
        }

        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsSafe(link.Url)))
        {
            link.Url = "";
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HeadingRenderer>(new BoldLine());
        renderer.Render(document);
        return new MarkupString(writer.ToString());
    }

    /// <summary>A piece that a channel has formatted (<see cref="TextForm.Ready"/>); its links open beside this page.</summary>
    public static MarkupString FromChannel(string html) =>
        new(
            BesideABlock().Replace(html, "${block}").Replace("<a href=", "<a target=\"_blank\" rel=\"noopener noreferrer nofollow\" href=")
        );

    /// <summary>The words alone, on one line, for lists.</summary>
    public static string ToPlainText(string text) => Markdown.ToPlainText(text, Pipeline).ReplaceLineEndings(" ").Trim();

    /// <summary>Whether an address may become a link: a web page, a Telegram deep link, an e-mail address or a phone number.</summary>
    public static bool IsSafe(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && SafeSchemes.Contains(address.Scheme);

    // A block begins and ends a line by itself here.
    [GeneratedRegex(
        @"\n(?<block><(pre|blockquote)>)|(?<block></(pre|blockquote)>)\n",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex BesideABlock();

    private static void MakeSafe(LinkInline link)
    {
        link.IsImage = false;
        if (!IsSafe(link.Url))
        {
            link.Url = "";
            return;
        }

        var attributes = link.GetAttributes();
        attributes.AddPropertyIfNotExist("target", "_blank");
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
    }

    private sealed class BoldLine : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock heading) =>
            renderer.Write("<p><strong>").WriteLeafInline(heading).Write("</strong></p>");
    }
}
