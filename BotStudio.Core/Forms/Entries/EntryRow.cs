namespace BotStudio.Core.Forms.Entries;

/// <summary>An entry in a list.</summary>
/// <param name="ContactName">Empty when the contact is deleted or has no name.</param>
/// <param name="ReachedFieldId">The question that the contact saw last; null in the summary and at the end.</param>
public sealed record EntryRow(
    Guid Id,
    string FormId,
    Guid ContactId,
    string ContactName,
    string? ContactUsername,
    Guid ConversationId,
    int? Version,
    string Language,
    EntryStatus Status,
    EntryWork Work,
    IReadOnlyList<EntryAnswer> Answers,
    string? ReachedFieldId,
    DateTimeOffset StartedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? CompletedAt
);

/// <param name="Next">Where the following part begins; null at the end.</param>
public sealed record EntryPage(IReadOnlyList<EntryRow> Items, EntryStart? Next);
