using System.Text;

namespace BotStudio.Core.Channels.Telegram;

[Flags]
internal enum Look
{
    None = 0,
    Bold = 1,
    Italic = 2,
    Underline = 4,
    Strike = 8,
    Spoiler = 16,
}

internal enum CodeKind
{
    None,
    Inline,
    Block,
}

/// <summary>How a stretch of text looks. Code holds nothing else, and links hold no code (core.telegram.org/bots/api#formatting-options).</summary>
/// <param name="Link">Target of a link, or null.</param>
/// <param name="Language">Language of a code block, or null.</param>
/// <param name="IsWhole">True for text that loses its meaning when it is cut, such as an address.</param>
internal readonly record struct Style(
    Look Look = Look.None,
    string? Link = null,
    CodeKind Code = CodeKind.None,
    string? Language = null,
    bool IsQuote = false,
    bool IsWhole = false
)
{
    public bool IsUnbreakable => IsWhole || Link is not null || Code == CodeKind.Inline;

    public bool ShowsNothing => this with { IsWhole = false } == default;
}

internal readonly record struct Run(int Start, int Length, Style Style)
{
    public int End => Start + Length;
}

/// <summary>What a reader sees, and beside it, stretch by stretch and without gaps, how it looks.</summary>
internal sealed class FormattedText(string text, IReadOnlyList<Run> runs)
{
    public string Text => text;

    public IReadOnlyList<Run> Runs => runs;

    public bool IsPlain(int start, int end) => runs.All(run => run.End <= start || run.Start >= end || run.Style.ShowsNothing);

    /// <summary>The stretch as Telegram's HTML (core.telegram.org/bots/api#html-style): every tag closed in order, nothing nested that may not be.</summary>
    /// <param name="entities">How many entities it has: Telegram keeps about 100 a message and shows the rest as plain text.</param>
    public string ToHtml(int start, int end, out int entities)
    {
        var html = new StringBuilder(end - start + 64);
        var open = new Stack<Tag>();
        entities = 0;
        foreach (var run in runs)
        {
            var from = Math.Max(run.Start, start);
            var to = Math.Min(run.End, end);
            if (from >= to)
            {
                continue;
            }

            entities += ChangeTags(html, open, run.Style);
            AppendEscaped(html, text.AsSpan(from, to - from));
        }

        Close(html, open, 0);
        return html.ToString();
    }

    /// <summary>Our own HTML back into text, for when Telegram cannot parse it. Links show where they lead, if there is room for that.</summary>
    public static string PlainOf(string html, int longest)
    {
        var plain = PlainOf(html, showAddresses: true);
        return plain.Length <= longest ? plain : PlainOf(html, showAddresses: false);
    }

    private static string PlainOf(string html, bool showAddresses)
    {
        var plain = new StringBuilder(html.Length);
        string? link = null;
        var linkStart = 0;
        for (var index = 0; index < html.Length; )
        {
            if (html[index] == '<')
            {
                var close = html.IndexOf('>', index);
                var tag = html.AsSpan(index, close - index + 1);
                if (tag.StartsWith("<a href="))
                {
                    link = Unescaped(tag["<a href=\"".Length..^2].ToString());
                    linkStart = plain.Length;
                }
                else if (tag is "</a>" && link is not null)
                {
                    plain.Append(!showAddresses || plain.ToString(linkStart, plain.Length - linkStart) == link ? "" : $" ({link})");
                    link = null;
                }

                index = close + 1;
            }
            else
            {
                var next = html.IndexOf('<', index);
                next = next < 0 ? html.Length : next;
                plain.Append(Unescaped(html[index..next]));
                index = next;
            }
        }

        return plain.ToString();
    }

    private readonly record struct Tag(string Open, string Close);

    private static int ChangeTags(StringBuilder html, Stack<Tag> open, Style style)
    {
        var wanted = TagsOf(style);
        var kept = 0;
        foreach (var tag in open.Reverse())
        {
            if (kept == wanted.Count || wanted[kept] != tag)
            {
                break;
            }

            kept++;
        }

        Close(html, open, kept);
        for (var index = kept; index < wanted.Count; index++)
        {
            html.Append(wanted[index].Open);
            open.Push(wanted[index]);
        }

        return wanted.Count - kept;
    }

    private static void Close(StringBuilder html, Stack<Tag> open, int kept)
    {
        while (open.Count > kept)
        {
            html.Append(open.Pop().Close);
        }
    }

    // From the outside in, always in this order, so that neighbours share as many tags as they can. A link is outside of bold and the
    // like: it must stay one link, while bold may be interrupted without a reader noticing.
    private static List<Tag> TagsOf(Style style)
    {
        var tags = new List<Tag>();
        if (style.Code == CodeKind.Block)
        {
            tags.Add(
                style.Language is null
                    ? new Tag("<pre>", "</pre>")
                    : new Tag($"<pre><code class=\"language-{style.Language}\">", "</code></pre>")
            );
            return tags;
        }

        if (style.IsQuote)
        {
            tags.Add(new Tag("<blockquote>", "</blockquote>"));
        }

        if (style.Code == CodeKind.Inline)
        {
            tags.Add(new Tag("<code>", "</code>"));
            return tags;
        }

        if (style.Link is not null)
        {
            tags.Add(new Tag($"<a href=\"{Escaped(style.Link)}\">", "</a>"));
        }

        AddLook(Look.Bold, "b");
        AddLook(Look.Italic, "i");
        AddLook(Look.Underline, "u");
        AddLook(Look.Strike, "s");
        AddLook(Look.Spoiler, "tg-spoiler");
        return tags;

        void AddLook(Look look, string name)
        {
            if (style.Look.HasFlag(look))
            {
                tags.Add(new Tag($"<{name}>", $"</{name}>"));
            }
        }
    }

    private static void AppendEscaped(StringBuilder html, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                _ => html.Append(character),
            };
        }
    }

    private static string Escaped(string address)
    {
        var html = new StringBuilder(address.Length);
        AppendEscaped(html, address);
        return html.Replace("\"", "&quot;").ToString();
    }

    private static string Unescaped(string html) =>
        html.Contains('&', StringComparison.Ordinal)
            ? html.Replace("&quot;", "\"", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal)
                .Replace("&gt;", ">", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal)
            : html;
}
