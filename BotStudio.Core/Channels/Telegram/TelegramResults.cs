using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BotStudio.Core.Channels.Telegram;

internal delegate T ReadResult<T>(ReadOnlySpan<byte> result);

/// <summary>Reads what the Bot API answers: an envelope that says whether it is ok, and the result in it.</summary>
internal static class TelegramResults
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    public static TelegramAnswer<T> Understand<T>(HttpResponseMessage response, ReadOnlySpan<byte> body, ReadResult<T> read, string token)
    {
        var status = (int)response.StatusCode;
        var retryAfter = response.Headers.RetryAfter?.Delta;
        try
        {
            var envelope = Envelope.Read(body);
            if (envelope.Ok)
            {
                return read(envelope.Result);
            }

            var description = (envelope.Description ?? "").Replace(token, TelegramToken.Masked(token), StringComparison.Ordinal);
            return TelegramFailure.From(
                envelope.ErrorCode ?? status,
                description.Length <= 300 ? description : description[..300],
                envelope.RetryAfterSeconds is { } seconds ? PauseOf(seconds) : retryAfter,
                envelope.MigrateToChatId
            );
        }
        // A gateway's page, an answer cut short, or one of another shape. GetString throws InvalidOperationException on broken UTF-8.
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            return status == (int)HttpStatusCode.TooManyRequests
                ? new TelegramFailure.RateLimited(retryAfter ?? TimeSpan.FromSeconds(1))
                : new TelegramFailure.Unreachable(
                    string.Create(CultureInfo.InvariantCulture, $"HTTP {status} with an answer that is not the Bot API's.")
                );
        }
    }

    private static TimeSpan PauseOf(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 1, (long)LongestPause.TotalSeconds));

    public static long ReadMessageId(ReadOnlySpan<byte> result)
    {
        // "ok" is what counts: without an id the message is sent all the same, and must not be sent again.
        var reader = new Utf8JsonReader(result);
        if (result.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return 0;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMessageId = reader.ValueTextEquals("message_id"u8);
            reader.Read();
            if (isMessageId && reader.TokenType == JsonTokenType.Number)
            {
                return reader.GetInt64();
            }

            reader.Skip();
        }

        return 0;
    }

    /// <summary>The ids of the message and of the file in it, which is under the name of its kind.</summary>
    public static SentMedia ReadSentMedia(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(result, new JsonReaderOptions { MaxDepth = TelegramUpdate.DeepestNesting });
        if (result.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        var messageId = 0L;
        string? fileId = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message_id"u8))
            {
                reader.Read();
                messageId = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : 0;
            }
            else if (
                reader.ValueTextEquals("photo"u8)
                || reader.ValueTextEquals("document"u8)
                || reader.ValueTextEquals("voice"u8)
                || reader.ValueTextEquals("audio"u8)
                || reader.ValueTextEquals("video"u8)
            )
            {
                reader.Read();
                fileId = TelegramMedia.Read(ref reader, "").ExternalId ?? fileId;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new SentMedia(messageId, fileId);
    }

    public static bool ReadNothing(ReadOnlySpan<byte> result) => true;

    public static T Read<T>(ReadOnlySpan<byte> result, JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(result, type) ?? throw new JsonException("The result is missing.");

    public static IReadOnlyList<RawUpdate> ReadUpdates(ReadOnlySpan<byte> result)
    {
        var updates = new List<RawUpdate>();
        var reader = new Utf8JsonReader(result, new JsonReaderOptions { MaxDepth = TelegramUpdate.DeepestNesting });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("getUpdates did not return a list.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var body = result[start..(int)reader.BytesConsumed];
            if (TelegramUpdate.IdOf(body) is { } id)
            {
                updates.Add(new RawUpdate(id, body.ToArray()));
            }
        }

        return updates;
    }

    /// <summary>The outer object of every answer.</summary>
    private ref struct Envelope
    {
        public bool Ok;
        public ReadOnlySpan<byte> Result;
        public int? ErrorCode;
        public string? Description;
        public long? RetryAfterSeconds;
        public long? MigrateToChatId;

        public static Envelope Read(ReadOnlySpan<byte> body)
        {
            var envelope = default(Envelope);
            var saysOk = false;
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = TelegramUpdate.DeepestNesting });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("An answer is an object.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("ok"u8))
                {
                    reader.Read();
                    envelope.Ok = reader.GetBoolean();
                    saysOk = true;
                }
                else if (reader.ValueTextEquals("result"u8))
                {
                    reader.Read();
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    envelope.Result = body[start..(int)reader.BytesConsumed];
                }
                else if (reader.ValueTextEquals("error_code"u8))
                {
                    reader.Read();
                    envelope.ErrorCode = reader.GetInt32();
                }
                else if (reader.ValueTextEquals("description"u8))
                {
                    reader.Read();
                    envelope.Description = reader.GetString();
                }
                else if (reader.ValueTextEquals("parameters"u8))
                {
                    reader.Read();
                    envelope.ReadParameters(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            return saysOk ? envelope : throw new JsonException("An answer says whether it is ok.");
        }

        private void ReadParameters(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("retry_after"u8))
                {
                    reader.Read();
                    RetryAfterSeconds = reader.GetInt64();
                }
                else if (reader.ValueTextEquals("migrate_to_chat_id"u8))
                {
                    reader.Read();
                    MigrateToChatId = reader.GetInt64();
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }
    }
}
