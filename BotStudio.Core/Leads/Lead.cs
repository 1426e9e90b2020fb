using BotStudio.Core.Data;

namespace BotStudio.Core.Leads;

/// <summary>How a lead came about.</summary>
public enum LeadSource : short
{
    /// <summary>The model registered it while it talked to the contact.</summary>
    Ai = 0,

    /// <summary>A form was filled in.</summary>
    Form = 1,

    /// <summary>A person of the account made it.</summary>
    Person = 2,

    /// <summary>A program made it by the API.</summary>
    Api = 3,
}

/// <summary>
/// Somebody who left details because they want something. Most are contacts of a bot; one that a person or a program wrote down may be none.
/// </summary>
public sealed class Lead : IBelongsToAccount
{
    public const int MaxNameLength = 120;
    public const int MaxPhoneLength = 40;
    public const int MaxEmailLength = 254;

    /// <summary>Of other ways to reach them.</summary>
    public const int MaxDetailsLength = 500;
    public const int MaxNeedLength = 2000;
    public const int MaxBudgetLength = 120;
    public const int MaxNoteLength = 4000;

    /// <summary>The bot hears of the same contact again within this: it is still the same lead.</summary>
    public static readonly TimeSpan SameWithin = TimeSpan.FromMinutes(5);

    private Lead() { }

    public Lead(Guid accountId, Guid botId, LeadSource source, string status, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        BotId = botId;
        Source = source;
        Status = status;
        CreatedAt = now;
        UpdatedAt = now;
        MovedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>Null for somebody who has not talked to the bot.</summary>
    public Guid? ContactId { get; private set; }

    /// <summary>Where it was heard of; null when it was not in a conversation.</summary>
    public Guid? ConversationId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>As it was written; empty when it is not known, like all texts of a lead.</summary>
    public string Phone { get; private set; } = "";

    public string Email { get; private set; } = "";

    /// <summary>Other ways to reach them, in their words.</summary>
    public string Details { get; private set; } = "";

    /// <summary>What they want.</summary>
    public string Need { get; private set; } = "";

    /// <summary>What they would spend, in their words: "up to 500 €".</summary>
    public string Budget { get; private set; } = "";

    /// <summary>What else is good to know. What people write down later are <see cref="LeadNote"/>s.</summary>
    public string Note { get; private set; } = "";

    /// <summary>Key of a <see cref="LeadStatus"/> of the account.</summary>
    public string Status { get; private set; } = "";

    /// <summary>The user who looks after it; null while nobody does.</summary>
    public Guid? AssigneeId { get; private set; }

    /// <summary>Who took it where they are no user that we know of: their name in the chat. Null otherwise.</summary>
    public string? TakenBy { get; private set; }

    public LeadSource Source { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Since when it has its status.</summary>
    public DateTimeOffset MovedAt { get; private set; }

    /// <summary>All its texts in lower case, for searching; the database makes it.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>The last nine digits of the phone number, by which two spellings of it are the same; null below seven. The database makes it.</summary>
    public string? PhoneKey { get; private set; }

    /// <summary>The address in lower case; null without one. The database makes it.</summary>
    public string? EmailKey { get; private set; }

    /// <summary>Nobody looks after it.</summary>
    public bool IsFree => AssigneeId is null && TakenBy is null;

    /// <summary>Says of whom it is.</summary>
    public void ComesFrom(Guid contactId, Guid? conversationId) => (ContactId, ConversationId) = (contactId, conversationId);

    /// <summary>What is null stays.</summary>
    /// <returns>What is different now, for the history.</returns>
    internal IReadOnlyList<LeadFieldChange> Write(LeadTexts texts, DateTimeOffset now)
    {
        var changes = new List<LeadFieldChange>();
        Name = Changed(changes, "name", Name, texts.Name);
        Phone = Changed(changes, "phone", Phone, texts.Phone);
        Email = Changed(changes, "email", Email, texts.Email);
        Details = Changed(changes, "details", Details, texts.Details);
        Need = Changed(changes, "need", Need, texts.Need);
        Budget = Changed(changes, "budget", Budget, texts.Budget);
        Note = Changed(changes, "note", Note, texts.Note);
        UpdatedAt = changes.Count > 0 ? now : UpdatedAt;
        return changes;
    }

    /// <returns>What is different now, for the history; null when nothing is.</returns>
    internal LeadFieldChange? MoveTo(string status, DateTimeOffset now)
    {
        if (status == Status)
        {
            return null;
        }

        var change = new LeadFieldChange("status", Status, status);
        (Status, MovedAt, UpdatedAt) = (status, now, now);
        return change;
    }

    /// <param name="userId">Null for nobody.</param>
    /// <returns>What is different now, for the history; null when nothing is.</returns>
    internal LeadFieldChange? GiveTo(Guid? userId, DateTimeOffset now) => Assign(userId, null, now);

    /// <summary>By somebody in a chat who is no user that we know of.</summary>
    internal LeadFieldChange? IsTakenBy(string name, DateTimeOffset now) => Assign(null, name, now);

    /// <summary>Takes over what it does not say itself from a lead of the same person.</summary>
    internal IReadOnlyList<LeadFieldChange> Absorb(Lead other, DateTimeOffset now)
    {
        var changes = Write(
            new LeadTexts
            {
                Name = Name.Length > 0 ? null : other.Name,
                Phone = Phone.Length > 0 ? null : other.Phone,
                Email = Email.Length > 0 ? null : other.Email,
                Details = Details.Length > 0 ? null : other.Details,
                Need = Both(Need, other.Need, MaxNeedLength),
                Budget = Budget.Length > 0 ? null : other.Budget,
                Note = Both(Note, other.Note, MaxNoteLength),
            },
            now
        );
        if (ContactId is null)
        {
            (ContactId, ConversationId) = (other.ContactId, other.ConversationId);
        }

        CreatedAt = other.CreatedAt < CreatedAt ? other.CreatedAt : CreatedAt;
        UpdatedAt = now;
        return IsFree && Assign(other.AssigneeId, other.TakenBy, now) is { } taken ? [.. changes, taken] : changes;
    }

    private LeadFieldChange? Assign(Guid? userId, string? takenBy, DateTimeOffset now)
    {
        var (before, after) = (AssigneeId?.ToString() ?? TakenBy, userId?.ToString() ?? takenBy);
        if (before == after)
        {
            return null;
        }

        (AssigneeId, TakenBy, UpdatedAt) = (userId, takenBy, now);
        return new LeadFieldChange("assignee", before, after);
    }

    private static string? Both(string mine, string others, int maxLength) =>
        others.Length == 0 || mine.Contains(others, StringComparison.OrdinalIgnoreCase) ? null
        : mine.Length == 0 ? others
        : StoredText.Cut($"{mine}\n{others}", maxLength);

    private static string Changed(List<LeadFieldChange> changes, string field, string before, string? after)
    {
        if (after is null || after == before)
        {
            return before;
        }

        changes.Add(new LeadFieldChange(field, before, after));
        return after;
    }
}
