using System.Globalization;
using System.Text;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>
/// Reads text with parse_mode HTML as strictly as the documented rules allow (core.telegram.org/bots/api#html-style and
/// #formatting-options) and complains in the server's words (tdlib, MessageEntity.cpp).
/// </summary>
public sealed class TelegramHtml
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["b"] = "bold",
        ["strong"] = "bold",
        ["i"] = "italic",
        ["em"] = "italic",
        ["u"] = "underline",
        ["ins"] = "underline",
        ["s"] = "strikethrough",
        ["strike"] = "strikethrough",
        ["del"] = "strikethrough",
        ["tg-spoiler"] = "spoiler",
        ["span"] = "spoiler",
        ["a"] = "text_link",
        ["code"] = "code",
        ["pre"] = "pre",
        ["blockquote"] = "blockquote",
        ["tg-emoji"] = "custom_emoji",
    };

    private readonly string html;
    private readonly StringBuilder text = new();
    private readonly List<Entity> entities = [];
    private readonly Stack<OpenTag> open = new();
    private int at;

    private TelegramHtml(string html) => this.html = html;

    /// <summary>What a reader sees, untrimmed.</summary>
    public string Text => text.ToString();

    public IReadOnlyList<Entity> Entities => entities;

    /// <summary>Offsets count UTF-16 units, as Telegram's do.</summary>
    public sealed record Entity(string Type, int Offset, int Length, string? Value);

    public sealed class ParseException(string message) : Exception(message);

    public static TelegramHtml Parse(string html)
    {
        var parsed = new TelegramHtml(html);
        parsed.Run();
        return parsed;
    }

    private sealed record OpenTag(string Name, string Kind, string? Value, int Offset, int Byte);

    private void Run()
    {
        while (at < html.Length)
        {
            switch (html[at])
            {
                case '<' when at + 1 < html.Length && html[at + 1] == '/':
                    ReadEndTag();
                    break;
                case '<':
                    ReadStartTag();
                    break;
                case '&':
                    ReadCharacter();
                    break;
                default:
                    text.Append(html[at++]);
                    break;
            }
        }

        if (open.TryPeek(out var unclosed))
        {
            throw Complaint($"Can't find end tag corresponding to start tag \"{unclosed.Name}\"");
        }
    }

    private void ReadStartTag()
    {
        var start = at;
        var end = html.IndexOf('>', at);
        if (end < 0)
        {
            throw Complaint($"Unclosed start tag at byte offset {ByteOf(start)}");
        }

        var inside = html[(at + 1)..end];
        var name = inside.Split(' ', 2)[0].ToLowerInvariant();
        var attributes = inside.Length > name.Length ? inside[name.Length..].Trim() : "";
        if (!Kinds.TryGetValue(name, out var kind))
        {
            throw Complaint($"Unsupported start tag \"{name}\" at byte offset {ByteOf(start)}");
        }

        var value = ValueOf(name, attributes, start);
        CheckNesting(name, kind, start);
        at = end + 1;
        open.Push(new OpenTag(name, kind, value, text.Length, ByteOf(start)));
    }

    private string? ValueOf(string name, string attributes, int start) =>
        (name, attributes) switch
        {
            ("a", _) => Quoted(attributes, "href") ?? throw Complaint($"A link without href at byte offset {ByteOf(start)}"),
            ("span", _) => Quoted(attributes, "class") == "tg-spoiler"
                ? null
                : throw Complaint($"Tag \"span\" must have class \"tg-spoiler\" at byte offset {ByteOf(start)}"),
            ("code", not "") => Quoted(attributes, "class") is { } language && language.StartsWith("language-", StringComparison.Ordinal)
                ? language["language-".Length..]
                : throw Complaint($"Unknown attribute of code at byte offset {ByteOf(start)}"),
            ("blockquote", "expandable") or (_, "") => null,
            ("tg-emoji", _) => Quoted(attributes, "emoji-id"),
            _ => throw Complaint($"Unknown attribute \"{attributes}\" at byte offset {ByteOf(start)}"),
        };

    private static string? Quoted(string attributes, string name)
    {
        var isWellFormed =
            attributes.StartsWith(name + "=\"", StringComparison.Ordinal)
            && attributes.IndexOf('"', name.Length + 2) == attributes.Length - 1;
        return isWellFormed ? Unescaped(attributes[(name.Length + 2)..^1]) : null;
    }

    private void CheckNesting(string name, string kind, int start)
    {
        foreach (var outer in open)
        {
            var isCodeOfPre = name == "code" && outer.Kind == "pre" && open.Peek() == outer;
            var isForbidden = (outer.Kind, kind) switch
            {
                ("pre", _) => !isCodeOfPre,
                ("code", _) => true,
                ("text_link", "text_link" or "code" or "pre" or "blockquote") => true,
                ("blockquote", "blockquote" or "pre") => true,
                ("bold" or "italic" or "underline" or "strikethrough" or "spoiler", "code" or "pre" or "blockquote") => true,
                _ => outer.Kind == kind,
            };
            if (isForbidden)
            {
                throw Complaint($"\"{name}\" may not be inside of \"{outer.Name}\" at byte offset {ByteOf(start)}");
            }
        }
    }

    private void ReadEndTag()
    {
        var end = html.IndexOf('>', at);
        if (end < 0)
        {
            throw Complaint($"Unclosed end tag at byte offset {ByteOf(at)}");
        }

        var name = html[(at + 2)..end].Trim().ToLowerInvariant();
        if (!open.TryPop(out var tag))
        {
            throw Complaint($"Unexpected end tag at byte offset {ByteOf(at)}");
        }

        if (tag.Name != name)
        {
            throw Complaint($"Unmatched end tag at byte offset {ByteOf(at)}, expected \"</{tag.Name}>\", found \"</{name}>\"");
        }

        if (text.Length == tag.Offset)
        {
            throw Complaint($"Nothing inside of \"{name}\" at byte offset {ByteOf(at)}");
        }

        // <pre><code class="language-x"> is one entity: a code block with a language.
        if (!(tag.Kind == "code" && open.TryPeek(out var outer) && outer.Kind == "pre"))
        {
            entities.Add(new Entity(tag.Kind, tag.Offset, text.Length - tag.Offset, tag.Value));
        }

        at = end + 1;
    }

    private void ReadCharacter()
    {
        var end = html.IndexOf(';', at);
        var name = end > at && end - at <= 10 ? html[at..(end + 1)] : "";
        var character = Unescaped(name);
        if (name.Length == 0 || character == name)
        {
            // The server would show it as it stands; we say what we mean.
            throw Complaint($"A bare & at byte offset {ByteOf(at)}");
        }

        text.Append(character);
        at = end + 1;
    }

    private static string Unescaped(string escaped)
    {
        var plain = new StringBuilder();
        for (var index = 0; index < escaped.Length; index++)
        {
            var end = escaped[index] == '&' ? escaped.IndexOf(';', index) : -1;
            var character = end < 0 ? null : CharacterOf(escaped[(index + 1)..end]);
            plain.Append(character ?? escaped[index].ToString());
            index = character is null ? index : end;
        }

        return plain.ToString();
    }

    private static string? CharacterOf(string name) =>
        name switch
        {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "quot" => "\"",
            ['#', .. var digits]
                when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) =>
                char.ConvertFromUtf32(code),
            _ => null,
        };

    private int ByteOf(int index) => Encoding.UTF8.GetByteCount(html.AsSpan(0, index));

    private static ParseException Complaint(string what) => new("can't parse entities: " + what);
}
