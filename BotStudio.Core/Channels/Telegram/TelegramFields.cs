using System.Text.Json;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>Reads single fields of an update. Each leaves the reader at the end of its value.</summary>
internal static class TelegramFields
{
    public static void ExpectObject(ref Utf8JsonReader reader, string place)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"{place} is not an object.");
        }
    }

    public static long ReadNumber(ref Utf8JsonReader reader, string place)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => 0,
            JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
            _ => throw new JsonException($"{place} is not an integer."),
        };
    }

    public static int ReadSmallNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        var number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : -1;
        reader.Skip();
        return number;
    }

    /// <summary>PostgreSQL stores no NUL, and no person types one.</summary>
    public static string? ReadText(ref Utf8JsonReader reader, string place)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => WithoutNul(reader.GetString()!),
            _ => throw new JsonException($"{place} is not text."),
        };
    }

    private static string WithoutNul(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;

    public static bool ReadFlag(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isTrue = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }

    public static bool ReadPresence(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isThere = reader.TokenType is not JsonTokenType.Null and not JsonTokenType.False;
        reader.Skip();
        return isThere;
    }

    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
