using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BotStudio.Core.Conversations;

/// <summary>How a message's buttons and reason are kept in the database.</summary>
public static class MessageJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <returns>Null when there are no buttons.</returns>
    public static string? WriteButtons(IReadOnlyList<IReadOnlyList<OutgoingButton>> rows) =>
        rows.Count == 0 ? null : JsonSerializer.Serialize(rows, Options);

    public static string? WriteReason(ReplyReason? reason) => reason is null ? null : JsonSerializer.Serialize(reason, Options);

    internal static IReadOnlyList<IReadOnlyList<OutgoingButton>> ReadButtons(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<OutgoingButton[][]>(json, Options) ?? [];

    internal static ReplyReason? ReadReason(string? json) => json is null ? null : JsonSerializer.Deserialize<ReplyReason>(json, Options);
}
