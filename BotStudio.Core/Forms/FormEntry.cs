using BotStudio.Core.Data;

namespace BotStudio.Core.Forms;

/// <summary>How far the contact came.</summary>
public enum EntryStatus : short
{
    InProgress = 0,
    Completed = 1,
    Cancelled = 2,
}

/// <summary>What the owner has done about a completed entry.</summary>
public enum EntryWork : short
{
    New = 0,
    InWork = 1,
    Done = 2,
}

/// <summary>
/// A form filled in by a contact, or begun. Rows are written by the turns that fill it in, and have no foreign keys, for the same reason as messages.
/// </summary>
public sealed class FormEntry : IBelongsToAccount
{
    /// <summary>Characters kept for searching.</summary>
    public const int MaxSearchLength = 20_000;

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>Id of the form within the bot's document.</summary>
    public string FormId { get; private set; } = "";

    public Guid ContactId { get; private set; }

    public Guid ConversationId { get; private set; }

    /// <summary>Number of the version that asked last.</summary>
    public int? Version { get; private set; }

    /// <summary>The contact's language when they began.</summary>
    public string Language { get; private set; } = "";

    public EntryStatus Status { get; private set; }

    public EntryWork Work { get; private set; }

    /// <summary>JSON of <see cref="EntryAnswer"/>s, in the order of the form.</summary>
    public string Answers { get; private set; } = "[]";

    /// <summary>The answers' texts in lower case, for searching.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The question that the contact saw last; null before the first, in the summary and at the end.</summary>
    public string? ReachedFieldId { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public void ChangeWork(EntryWork work) => Work = work;

    internal static string SearchTextOf(IReadOnlyList<EntryAnswer> answers) =>
        StoredText.Cut(
            string.Join('\n', answers.Select(answer => answer.Text).Where(text => text.Length > 0)).ToLowerInvariant(),
            MaxSearchLength
        );
}
