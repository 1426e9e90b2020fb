using System.Text.Json.Serialization;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Forms;

/// <summary>What a contact answered to one question, in a form that no language changes.</summary>
public sealed record Answer
{
    /// <summary>Key of the field's type when it was given; empty when the question was skipped.</summary>
    public string Type { get; init; } = "";

    /// <summary>A text as written, <c>1000.5</c>, <c>2026-12-31</c>, <c>+380441234567</c>; of a choice what was said in own words.</summary>
    public string? Value { get; init; }

    /// <summary>Ids of the chosen options.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>A picture or a place.</summary>
    public MessageMedia? Media { get; init; }

    /// <summary>The channel's id of the message it came with, so that a later version of the message corrects it; null for a tap.</summary>
    public string? MessageId { get; init; }

    [JsonIgnore]
    public bool IsSkipped => Type.Length == 0;

    /// <summary>Whether both say the same, whenever and however it was said.</summary>
    public bool SaysTheSameAs(Answer other) =>
        Type == other.Type
        && string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase)
        && (Options ?? []).Order(StringComparer.Ordinal).SequenceEqual((other.Options ?? []).Order(StringComparer.Ordinal))
        && Media == other.Media;

    public static Answer Skipped(string? messageId = null) => new() { MessageId = messageId };
}
