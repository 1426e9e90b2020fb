using System.Buffers;
using System.Globalization;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// CommonMark (with GitHub's tables, strikethrough, task lists and bare addresses, and ||spoilers||) as far as a Telegram message can show
/// it: headings are bold lines, lists have bullets, tables are set in monospace, images are links. What it cannot show stays readable text.
/// </summary>
internal static class TelegramMarkdown
{
    /// <summary>Longer targets stay visible as text: a hundred of them would not fit in one request.</summary>
    public const int LongestLink = 2048;

    private const string Rule = "──────────";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseTaskLists()
        .UseAutoLinks()
        .Build();

    // What can make CommonMark do something anywhere in a line; what does so at its beginning is looked at line by line.
    private static readonly SearchValues<char> Marks = SearchValues.Create("*_`~[]<&\\|\t");

    /// <summary>True when Markdown would show the text as it stands.</summary>
    public static bool IsPlain(string text)
    {
        if (text.AsSpan().ContainsAny(Marks))
        {
            return false;
        }

        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var start = line.TrimStart(' ');
            if (line.Length - start.Length > 3 || (start.Length > 0 && IsBlockMark(start)))
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="markdown">Without control characters: see <see cref="TelegramParts"/>.</param>
    public static FormattedText Format(string markdown)
    {
        var builder = new FormattedTextBuilder();
        try
        {
            WriteBlocks(builder, Markdown.Parse(markdown, Pipeline), default);
        }
        // Markdig gives up on blocks and brackets nested more than about a hundred deep: no text is meant like that.
        catch (ArgumentException)
        {
            builder = new FormattedTextBuilder();
            builder.Append(markdown.Trim(), default);
        }

        return builder.Build();
    }

    private static bool IsBlockMark(ReadOnlySpan<char> line)
    {
        if (line[0] is '#' or '>' or '-' or '+' or '=')
        {
            return true;
        }

        var digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && line[digits] is '.' or ')';
    }

    /// <param name="lines">How many line breaks stand between two blocks.</param>
    private static void WriteBlocks(FormattedTextBuilder builder, ContainerBlock blocks, Style style, int lines = 2)
    {
        foreach (var block in blocks)
        {
            WriteBlock(builder, block, style);
            builder.Break(lines);
        }
    }

    private static void WriteBlock(FormattedTextBuilder builder, Block block, Style style)
    {
        switch (block)
        {
            case HeadingBlock heading:
                WriteInlines(builder, heading.Inline, style with { Look = style.Look | Look.Bold });
                break;
            case ParagraphBlock paragraph:
                WriteInlines(builder, paragraph.Inline, style);
                break;
            case ListBlock list:
                WriteList(builder, list, style);
                break;
            case QuoteBlock quote:
                WriteBlocks(builder, quote, style with { IsQuote = true });
                builder.EndQuote();
                break;
            case CodeBlock code:
                var language = LanguageOf((code as FencedCodeBlock)?.Info);
                builder.Append(code.Lines.ToString().Trim('\n'), new Style(Code: CodeKind.Block, Language: language));
                break;
            case Table table:
                builder.Append(MonospaceTable.Of(table), new Style(Code: CodeKind.Block));
                break;
            case ThematicBreakBlock:
                builder.Append(Rule, style);
                break;
            case HtmlBlock { Type: not HtmlBlockType.Comment } html:
                builder.Append(html.Lines.ToString().Trim(), style);
                break;
            case ContainerBlock container and not LinkReferenceDefinitionGroup:
                WriteBlocks(builder, container, style);
                break;
        }
    }

    private static void WriteList(FormattedTextBuilder builder, ListBlock list, Style style)
    {
        var indent = builder.Indent;
        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        var lines = list.IsLoose ? 2 : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var marker = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "• ";
            builder.Indent = indent;
            builder.Append(CheckboxOf(item) ?? marker, style);
            builder.Indent = indent + "   ";
            foreach (var block in item)
            {
                // The marker and the first words share a line; anything but a paragraph begins its own.
                builder.Break(block is ParagraphBlock ? 0 : 1);
                WriteBlock(builder, block, style);
                builder.Break(lines);
            }

            builder.Break(lines);
        }

        builder.Indent = indent;
    }

    // The space after it is already the text's first character.
    private static string? CheckboxOf(ListItemBlock item) =>
        item.FirstOrDefault() is ParagraphBlock { Inline.FirstChild: TaskList task } ? (task.Checked ? "☑" : "☐") : null;

    private static void WriteInlines(FormattedTextBuilder builder, ContainerInline? inlines, Style style)
    {
        if (inlines is null)
        {
            return;
        }

        var pieces = new InlinePieces(builder.Indent);
        pieces.AddAll(inlines, style);
        foreach (var (text, pieceStyle) in pieces.WithSpoilers())
        {
            builder.Append(text, pieceStyle);
        }
    }

    internal static string TextOf(ContainerInline? inlines)
    {
        var builder = new FormattedTextBuilder();
        WriteInlines(builder, inlines, default);
        return builder.Build().Text;
    }

    /// <summary>The address as Telegram will take it, or null when it is none that a chat should open.</summary>
    internal static string? LinkTo(string? url)
    {
        var address = url?.Trim();
        if (string.IsNullOrEmpty(address) || address.Length > LongestLink || address.Any(char.IsWhiteSpace))
        {
            return null;
        }

        if (Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return uri.Scheme is "http" or "https" or "tg" or "mailto" ? address : null;
        }

        // "example.com/x" without a scheme: what people mean by it is a page.
        var host = address.Split('/', '?', '#')[0];
        return host.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(host) == UriHostNameType.Dns ? "https://" + address : null;
    }

    private static string? LanguageOf(string? info)
    {
        var word = info?.Split(' ', ',', '{')[0] ?? "";
        return
            word.Length is > 0 and <= 32
            && word.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '-' or '#' or '.' or '_')
            ? word
            : null;
    }
}
