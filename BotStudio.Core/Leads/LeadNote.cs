using BotStudio.Core.Data;

namespace BotStudio.Core.Leads;

/// <summary>What somebody of the account wrote down about a lead.</summary>
public sealed class LeadNote : IBelongsToAccount
{
    public const int MaxLength = 4000;

    private LeadNote() { }

    public LeadNote(Guid accountId, Guid leadId, string text, Guid? writtenBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        LeadId = leadId;
        Text = text;
        WrittenById = writtenBy;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid LeadId { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>The user; null when a program wrote it, or when the user is gone.</summary>
    public Guid? WrittenById { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}
