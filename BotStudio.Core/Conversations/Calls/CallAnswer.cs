using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Contacts;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Conversations.Calls;

/// <summary>
/// What an owner's server wants its bot to do, see docs/webhooks.md: <c>{"text", "buttons", "fields", "tags", "run", "human"}</c>, each of them
/// optional; or plain text.
/// </summary>
public sealed record CallAnswer
{
    /// <summary>CommonMark; empty for nothing.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons { get; init; } = [];

    /// <summary>What the bot remembers of the contact from now on; null when nothing changes.</summary>
    public ContactChange? Change { get; init; }

    /// <summary>A command whose answer follows, with what stands behind it; null for none.</summary>
    public string? Run { get; init; }

    public string RunArguments { get; init; } = "";

    /// <summary>The conversation waits for a person of the account.</summary>
    public bool WantsHuman { get; init; }

    /// <summary>Reads an answer that says success.</summary>
    /// <param name="language">The contact is answered in.</param>
    /// <returns><c>webhooks.not_json</c>; <c>webhooks.bad_answer</c> with the place in it as {0}; <c>webhooks.unknown_command</c>.</returns>
    public static Outcome<CallAnswer> Read(OutboundAnswer.Answered answer, BotSnapshot bot, string language)
    {
        var text = StoredText.Clean(answer.Text).Trim();
        if (text.Length == 0)
        {
            return new CallAnswer();
        }

        if (!IsJson(answer.MediaType) && text[0] is not ('{' or '"'))
        {
            return answer.MediaType is null or "text/plain"
                ? new CallAnswer { Text = StoredText.Cut(text, BotDocument.MaxTextLength) }
                : new Problem("webhooks.not_json", answer.MediaType);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return new CallAnswerReader(bot, language).Read(json.RootElement);
        }
        catch (JsonException)
        {
            return new Problem("webhooks.not_json", answer.MediaType ?? "");
        }
        catch (BadAnswerException bad)
        {
            return bad.Problem;
        }
    }

    private static bool IsJson(string? mediaType) =>
        mediaType is not null && (mediaType == "application/json" || mediaType.EndsWith("+json", StringComparison.Ordinal));
}

/// <summary>Reads one answer; the first thing that cannot be used ends it.</summary>
internal sealed class CallAnswerReader(BotSnapshot bot, string language)
{
    /// <summary>A tap comes back with its text, and Telegram gives it 64 bytes.</summary>
    private const int MaxSentBytes = 64 - TapAsText.PrefixLength;

    private const int MaxTags = 20;
    private const int MaxTagLength = 40;

    public CallAnswer Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.String)
        {
            return new CallAnswer { Text = Limited(root.GetString()!, BotDocument.MaxTextLength, "/") };
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Bad("/");
        }

        var (run, arguments) = RunOf(root);
        return new CallAnswer
        {
            Text = TextOf(root),
            Buttons = ButtonsOf(root),
            Change = ChangeOf(root),
            Run = run,
            RunArguments = arguments,
            WantsHuman =
                Member(root, "human") is { } human
                && (human.ValueKind == JsonValueKind.True || (human.ValueKind == JsonValueKind.False ? false : throw Bad("/human"))),
        };
    }

    /// <summary>A text, or texts by language.</summary>
    private string TextOf(JsonElement root)
    {
        if (Member(root, "text") is not { } text)
        {
            return "";
        }

        if (text.ValueKind == JsonValueKind.Object)
        {
            var chosen = Member(text, language) ?? Member(text, bot.DefaultLanguage);
            return chosen is { ValueKind: JsonValueKind.String } said
                ? Limited(said.GetString()!, BotDocument.MaxTextLength, "/text")
                : throw Bad("/text");
        }

        return Limited(StringAt(text, "/text"), BotDocument.MaxTextLength, "/text");
    }

    private static List<IReadOnlyList<OutgoingButton>> ButtonsOf(JsonElement root)
    {
        if (Member(root, "buttons") is not { } rows)
        {
            return [];
        }

        var result = new List<IReadOnlyList<OutgoingButton>>();
        foreach (var (row, place) in ItemsOf(rows, "/buttons"))
        {
            // One button alone is a row of its own.
            var buttons =
                row.ValueKind == JsonValueKind.Array
                    ? ItemsOf(row, place).Select(item => ButtonOf(item.Item, item.Place)).ToArray()
                    : [ButtonOf(row, place)];
            if (buttons.Length is 0 or > ButtonRows.MaxButtonsInRow)
            {
                throw Bad(place);
            }

            result.Add(buttons);
        }

        return result.Sum(row => row.Count) <= ButtonRows.MaxButtons ? result : throw Bad("/buttons");
    }

    /// <summary>What a tap does: opens <c>url</c>, runs <c>command</c>, or writes <c>send</c> in the contact's name.</summary>
    private static OutgoingButton ButtonOf(JsonElement button, string place)
    {
        var caption =
            button.ValueKind == JsonValueKind.Object && Member(button, "text") is { } text
                ? StringAt(text, place + "/text").Trim()
                : throw Bad(place);
        if (caption.Length is 0 or > MenuButton.MaxTextLength)
        {
            throw Bad(place + "/text");
        }

        if (Member(button, "url") is { } url)
        {
            var address = StringAt(url, place + "/url");
            return
                Uri.TryCreate(address, UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https" or "tg"
                && address.Length <= OutboundHttp.MaxUrlLength
                ? new OutgoingButton(caption) { Url = address }
                : throw Bad(place + "/url");
        }

        var written =
            Member(button, "command") is { } command ? "/" + StringAt(command, place + "/command").TrimStart('/')
            : Member(button, "send") is { } send ? StringAt(send, place + "/send").Trim()
            : caption;
        return written.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(written) <= MaxSentBytes
            ? new OutgoingButton(caption) { Data = TapAsText.DataOf(written) }
            : throw Bad(place);
    }

    private ContactChange? ChangeOf(JsonElement root)
    {
        var fields = new Dictionary<string, string?>();
        if (Member(root, "fields") is { } values)
        {
            foreach (var value in (values.ValueKind == JsonValueKind.Object ? values : throw Bad("/fields")).EnumerateObject())
            {
                var field = bot.ContactFields.FirstOrDefault(field => field.Key == value.Name) ?? throw Bad("/fields/" + value.Name);
                var parsed = ContactFieldValues.Parse(field, value.Value);
                fields[field.Key] = parsed.Problem is null ? parsed.Value : throw Bad("/fields/" + value.Name);
            }
        }

        var (add, remove) = Member(root, "tags") switch
        {
            null => ([], []),
            { ValueKind: JsonValueKind.Object } tags => (TagsOf(tags, "add"), TagsOf(tags, "remove")),
            _ => throw Bad("/tags"),
        };
        return fields.Count + add.Length + remove.Length == 0
            ? null
            : new ContactChange
            {
                Fields = fields,
                AddTags = add,
                RemoveTags = remove,
            };
    }

    private static string[] TagsOf(JsonElement tags, string name)
    {
        if (Member(tags, name) is not { } list)
        {
            return [];
        }

        var found = ItemsOf(list, "/tags/" + name).Select(item => StringAt(item.Item, item.Place).Trim()).ToArray();
        return found.Length <= MaxTags && found.All(tag => tag.Length is > 0 and <= MaxTagLength) ? found : throw Bad("/tags/" + name);
    }

    private (string? Command, string Arguments) RunOf(JsonElement root)
    {
        if (Member(root, "run") is not { } run)
        {
            return (null, "");
        }

        var (name, arguments) = CommandText.Parse("/" + StringAt(run, "/run").TrimStart('/'));
        return name is null ? throw Bad("/run")
            : bot.Command(name) is null ? throw new BadAnswerException(new Problem("webhooks.unknown_command", "/" + name))
            : (name, arguments);
    }

    /// <summary>Null is as good as missing.</summary>
    private static JsonElement? Member(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static IEnumerable<(JsonElement Item, string Place)> ItemsOf(JsonElement list, string place) =>
        list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select((item, index) => (item, $"{place}/{index}"))
            : throw Bad(place);

    private static string StringAt(JsonElement value, string place) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Bad(place),
        };

    private static string Limited(string text, int length, string place) => text.Length <= length ? text : throw Bad(place);

    private static BadAnswerException Bad(string place) => new(new Problem("webhooks.bad_answer", place));
}

internal sealed class BadAnswerException(Problem problem) : Exception
{
    public Problem Problem => problem;
}
