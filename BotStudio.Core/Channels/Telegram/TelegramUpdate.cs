using System.Text.Json;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Reads an Update (core.telegram.org/bots/api#update) in one pass over its bytes, taking what the engine uses and stepping over the rest,
/// so kinds and fields that Telegram adds later never fail. A field that is used and has the wrong shape makes the update unusable.
/// </summary>
public static class TelegramUpdate
{
    /// <summary>Replies to replies nest; System.Text.Json would stop at 64.</summary>
    public const int DeepestNesting = 1024;

    /// <summary>The kinds that bots ask Telegram for (allowed_updates); with any other a bot here would do nothing.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "business_message",
        "edited_business_message",
        "stopped_message_generation",
    ];

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = DeepestNesting };

    /// <param name="body">The update's JSON as Telegram sent it.</param>
    /// <param name="botId">The bot's own Telegram id.</param>
    /// <param name="botUsername">The bot's name without @, or null.</param>
    public static ReadUpdate Read(ReadOnlySpan<byte> body, string botId, string? botUsername)
    {
        long? id = null;
        try
        {
            var reader = new Utf8JsonReader(body, Deep);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return new(null, null, new Received.Refused("An update is a JSON object."));
            }

            Received? content = null;
            string? unknownKind = null;
            var message = new TelegramMessage(botId, botUsername);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("update_id"u8))
                {
                    reader.Read();
                    id = AsId(ref reader);
                }
                // At most one kind is present (Bot API); should there be more, the first counts.
                else if (content is not null)
                {
                    reader.Read();
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("message"u8))
                {
                    reader.Read();
                    content = message.ReadMessage(ref reader, isEdit: false);
                }
                else if (reader.ValueTextEquals("callback_query"u8))
                {
                    reader.Read();
                    content = message.ReadTap(ref reader);
                }
                else if (reader.ValueTextEquals("business_message"u8))
                {
                    reader.Read();
                    content = message.ReadMessage(ref reader, isEdit: false);
                }
                else if (reader.ValueTextEquals("edited_message"u8) || reader.ValueTextEquals("edited_business_message"u8))
                {
                    reader.Read();
                    content = message.ReadMessage(ref reader, isEdit: true);
                }
                else if (reader.ValueTextEquals("stopped_message_generation"u8))
                {
                    reader.Read();
                    content = message.ReadStop(ref reader);
                }
                else if (reader.ValueTextEquals("my_chat_member"u8))
                {
                    reader.Read();
                    content = message.ReadAvailability(ref reader);
                }
                else
                {
                    var kind = reader.GetString();
                    reader.Read();
                    unknownKind ??= reader.TokenType == JsonTokenType.Null ? null : kind;
                    reader.Skip();
                }
            }

            // Whatever follows the object makes this read fail.
            reader.Read();
            return id is null
                ? new(null, null, new Received.Refused("update_id is missing or not a positive integer."))
                : new(id, message.ChatId, content ?? new Received.Ignored(unknownKind ?? "empty"));
        }
        catch (JsonException malformed)
        {
            return new(id, null, new Received.Refused(malformed.LineNumber is null ? malformed.Message : "The body is not JSON."));
        }
        // What Utf8JsonReader throws for text that is not UTF-8, and for half of a surrogate pair.
        catch (InvalidOperationException)
        {
            return new(id, null, new Received.Refused("A text in it is not valid Unicode."));
        }
    }

    /// <summary>update_id of one update, or null; reads no further than it must.</summary>
    public static long? IdOf(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, Deep);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("update_id"u8);
            reader.Read();
            if (isId)
            {
                return AsId(ref reader);
            }

            reader.Skip();
        }

        return null;
    }

    private static long? AsId(ref Utf8JsonReader reader)
    {
        var isId = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id) && id > 0;
        var value = isId ? reader.GetInt64() : (long?)null;
        reader.Skip();
        return value;
    }
}
