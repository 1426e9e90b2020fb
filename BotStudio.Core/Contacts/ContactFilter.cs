using System.Text.Json;
using System.Text.Json.Serialization;

namespace BotStudio.Core.Contacts;

/// <summary>Which contacts are meant: all conditions that are given have to hold. Kept as JSON in segments, so names here are stored.</summary>
public sealed record ContactFilter
{
    public const int MaxSearchLength = 100;

    /// <summary>Values in one list, conditions on fields.</summary>
    public const int MaxValues = 50;

    /// <summary>A day count beyond this is a mistake.</summary>
    public const int MaxDays = 3650;

    public static readonly ContactFilter Everyone = new();

    /// <summary>A part of the name, the username or the channel's id.</summary>
    public string Search { get; init; } = "";

    /// <summary>Has each of them.</summary>
    public IReadOnlyList<string> AllTags { get; init; } = [];

    /// <summary>Has at least one of them.</summary>
    public IReadOnlyList<string> AnyTags { get; init; } = [];

    /// <summary>Has none of them.</summary>
    public IReadOnlyList<string> NoTags { get; init; } = [];

    /// <summary>Codes; the language they chose counts, else the one their client reports.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    public IReadOnlyList<string> Sources { get; init; } = [];

    public ContactState? State { get; init; }

    public DateTimeOffset? FirstSeenFrom { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? FirstSeenTo { get; init; }

    public DateTimeOffset? LastSeenFrom { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? LastSeenTo { get; init; }

    /// <summary>Came for the first time within so many days; stays true as time goes on, which a segment needs.</summary>
    public int? NewWithinDays { get; init; }

    public int? SeenWithinDays { get; init; }

    public int? SilentForDays { get; init; }

    public decimal? BalanceFrom { get; init; }

    public decimal? BalanceTo { get; init; }

    public IReadOnlyList<FieldCondition> Fields { get; init; } = [];

    [JsonIgnore]
    public bool IsEverybody => Equals(Everyone);

    // A record compares lists by reference, and a filter is the same when it means the same.
    public bool Equals(ContactFilter? other) => other is not null && ToJson() == other.ToJson();

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToJson());

    internal string ToJson() => JsonSerializer.Serialize(this, ContactJson.Default.ContactFilter);

    internal static ContactFilter FromJson(string json) => JsonSerializer.Deserialize(json, ContactJson.Default.ContactFilter) ?? Everyone;
}

/// <summary>Whether a bot may write to a contact, and whether it would arrive.</summary>
public enum ContactState
{
    /// <summary>Neither of the others.</summary>
    Reachable,

    /// <summary>Said /stop: nothing is written to them unasked.</summary>
    Stopped,

    /// <summary>Blocked the bot.</summary>
    Blocked,
}

/// <summary>A condition on one of the bot's own fields.</summary>
/// <param name="Key">The field's key.</param>
/// <param name="Value">As it is written; unused by <see cref="FieldTest.IsEmpty"/> and <see cref="FieldTest.IsSet"/>.</param>
public sealed record FieldCondition(string Key, FieldTest Test, string Value = "");

public enum FieldTest
{
    Is,
    IsNot,

    /// <summary>Has the text somewhere, whatever the case.</summary>
    Contains,

    /// <summary>Numbers and dates.</summary>
    AtLeast,

    /// <summary>Numbers and dates.</summary>
    AtMost,
    IsSet,
    IsEmpty,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(ContactFilter))]
internal sealed partial class ContactJson : JsonSerializerContext;
