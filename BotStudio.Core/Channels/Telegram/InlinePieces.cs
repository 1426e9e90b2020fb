using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>The inside of one paragraph or heading, flattened.</summary>
/// <param name="indent">What every line after the first begins with.</param>
internal sealed class InlinePieces(string indent)
{
    private const string SpoilerMark = "||";

    private readonly List<Piece> pieces = [];
    private Look htmlLook;

    public void AddAll(ContainerInline inlines, Style style)
    {
        foreach (var inline in inlines)
        {
            Add(inline, style with { Look = style.Look | htmlLook });
        }
    }

    /// <summary>The pieces in order; text between two || is hidden, as in Telegram's own apps.</summary>
    public IEnumerable<(string Text, Style Style)> WithSpoilers()
    {
        var marks = SpoilerMarks();
        var position = 0;
        var isHidden = false;
        foreach (var piece in pieces)
        {
            var start = 0;
            foreach (var mark in marks.Where(mark => mark >= position && mark < position + piece.Text.Length))
            {
                yield return (piece.Text[start..(mark - position)], Shown(piece.Style));
                isHidden = !isHidden;
                start = mark - position + SpoilerMark.Length;
            }

            yield return (piece.Text[start..], Shown(piece.Style));
            position += piece.Text.Length;
        }

        Style Shown(Style style) => isHidden && style.Code == CodeKind.None ? style with { Look = style.Look | Look.Spoiler } : style;
    }

    /// <param name="MayMark">True for the writer's own characters; false for code, addresses and what a backslash stands before.</param>
    private readonly record struct Piece(string Text, Style Style, bool MayMark);

    private void Add(Inline inline, Style style)
    {
        switch (inline)
        {
            case LiteralInline literal:
                AddText(literal.Content.ToString(), style, mayMark: !literal.IsFirstCharacterEscaped);
                break;
            case EmphasisInline emphasis:
                AddAll(emphasis, style with { Look = style.Look | LookOf(emphasis) });
                break;
            case CodeInline code:
                // A link cannot hold code, and it is worth more.
                AddText(code.Content, style.Link is null ? style with { Code = CodeKind.Inline, Look = Look.None } : style, mayMark: false);
                break;
            case LinkInline link:
                AddLink(link, style);
                break;
            case AutolinkInline address:
                AddText(address.Url, style with { IsWhole = true }, mayMark: false);
                break;
            case LineBreakInline:
                AddText("\n" + indent, style, mayMark: false);
                break;
            case HtmlEntityInline entity:
                AddText(entity.Transcoded.ToString(), style, mayMark: false);
                break;
            // The list shows its items' checkboxes itself.
            case TaskList:
                break;
            case HtmlInline html:
                AddHtml(html.Tag, style);
                break;
            case DelimiterInline delimiter:
                AddText(delimiter.ToLiteral(), style, mayMark: true);
                AddAll(delimiter, style);
                break;
            case ContainerInline container:
                AddAll(container, style);
                break;
        }
    }

    private void AddText(string text, Style style, bool mayMark)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (pieces.Count > 0 && pieces[^1] is var last && last.Style == style && last.MayMark == mayMark)
        {
            pieces[^1] = last with { Text = last.Text + text };
        }
        else
        {
            pieces.Add(new Piece(text, style, mayMark));
        }
    }

    private void AddLink(LinkInline link, Style style)
    {
        var target = style.Link is null ? TelegramMarkdown.LinkTo(link.GetDynamicUrl?.Invoke() ?? link.Url) : null;
        if (link.IsAutoLink)
        {
            // Telegram makes a link of an address by itself.
            AddAll(link, style with { IsWhole = true });
            return;
        }

        AddAll(link, target is null ? style : style with { Link = target });
        if (link.FirstChild is null && !string.IsNullOrWhiteSpace(link.Url))
        {
            AddText(link.Url, style with { IsWhole = true }, mayMark: false);
        }
        else if (target is null && style.Link is null && link.Url is { Length: > TelegramMarkdown.LongestLink })
        {
            AddText($" ({link.Url})", style, mayMark: false);
        }
    }

    // The few tags that people and models write inside Markdown. Others are shown as they were written.
    private void AddHtml(string tag, Style style)
    {
        var name = tag.Trim('<', '>', '/', ' ').ToLowerInvariant();
        var look = name switch
        {
            "b" or "strong" => Look.Bold,
            "i" or "em" => Look.Italic,
            "u" or "ins" => Look.Underline,
            "s" or "del" or "strike" => Look.Strike,
            "tg-spoiler" => Look.Spoiler,
            _ => Look.None,
        };
        if (look != Look.None)
        {
            htmlLook = tag.StartsWith("</", StringComparison.Ordinal) ? htmlLook & ~look : htmlLook | look;
        }
        else if (name == "br")
        {
            AddText("\n" + indent, style, mayMark: false);
        }
        else if (!tag.StartsWith("<!--", StringComparison.Ordinal))
        {
            AddText(tag, style, mayMark: false);
        }
    }

    private static Look LookOf(EmphasisInline emphasis) =>
        emphasis.DelimiterChar switch
        {
            '~' => Look.Strike,
            _ when emphasis.DelimiterCount >= 2 => Look.Bold,
            _ => Look.Italic,
        };

    /// <summary>Where the marks stand that come in pairs: the first before a word, the second after one.</summary>
    private List<int> SpoilerMarks()
    {
        var marks = new List<int>();
        if (!pieces.Exists(piece => piece.MayMark && piece.Text.Contains(SpoilerMark, StringComparison.Ordinal)))
        {
            return marks;
        }

        var text = string.Concat(pieces.Select(piece => piece.Text));
        var position = 0;
        foreach (var piece in pieces)
        {
            for (
                var at = piece.MayMark ? piece.Text.IndexOf(SpoilerMark, StringComparison.Ordinal) : -1;
                at >= 0;
                at = piece.Text.IndexOf(SpoilerMark, at + SpoilerMark.Length, StringComparison.Ordinal)
            )
            {
                var isOpening = marks.Count % 2 == 0;
                var neighbour = position + (isOpening ? at + SpoilerMark.Length : at - 1);
                if (neighbour >= 0 && neighbour < text.Length && !char.IsWhiteSpace(text[neighbour]))
                {
                    marks.Add(position + at);
                }
            }

            position += piece.Text.Length;
        }

        if (marks.Count % 2 == 1)
        {
            marks.RemoveAt(marks.Count - 1);
        }

        return marks;
    }
}
