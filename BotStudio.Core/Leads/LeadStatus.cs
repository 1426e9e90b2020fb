using BotStudio.Core.Data;

namespace BotStudio.Core.Leads;

/// <summary>What a status means for the count of what came of leads.</summary>
public enum LeadStatusKind : short
{
    Open = 0,
    Won = 1,
    Lost = 2,
}

/// <summary>
/// A column of an account's board. An account that has changed nothing has no rows and the four of <see cref="LeadStatuses.BuiltIn"/>.
/// </summary>
public sealed class LeadStatus : IBelongsToAccount
{
    public const int MaxKeyLength = 24;
    public const int MaxNameLength = 40;
    public const int MaxColorLength = 16;

    private LeadStatus() { }

    public LeadStatus(Guid accountId, string key, string? name, string color, LeadStatusKind kind, int position)
    {
        AccountId = accountId;
        Key = key;
        Name = name;
        Color = color;
        Kind = kind;
        Position = position;
    }

    public Guid AccountId { get; private set; }

    /// <summary>Its name for programs, which never changes: <c>in_work</c>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Null for one of the built-in ones under its own name, which is said in the reader's language.</summary>
    public string? Name { get; private set; }

    /// <summary>One of <see cref="LeadStatuses.Colors"/>.</summary>
    public string Color { get; private set; } = "";

    public LeadStatusKind Kind { get; private set; }

    /// <summary>From the left.</summary>
    public int Position { get; private set; }
}
