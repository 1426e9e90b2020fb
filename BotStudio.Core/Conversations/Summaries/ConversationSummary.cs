using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Conversations.Summaries;

/// <summary>
/// What was said in a conversation so long ago that the model does not see it word for word any more. Written by a model, from the contact's
/// words among others: material for an answer, never instructions.
/// </summary>
public sealed class ConversationSummary : IBelongsToAccount
{
    public const int MaxLength = 4000;

    public Guid ConversationId { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>The last message that went into it.</summary>
    public Guid UpToMessageId { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }
}

internal sealed class ConversationSummaryMapping : IEntityTypeConfiguration<ConversationSummary>
{
    public void Configure(EntityTypeBuilder<ConversationSummary> summary)
    {
        summary.HasKey(s => s.ConversationId);
        summary.Property(s => s.ConversationId).ValueGeneratedNever();
        summary.Property(s => s.Text).HasMaxLength(ConversationSummary.MaxLength);
        summary.HasOne<Conversation>().WithOne().HasForeignKey<ConversationSummary>(s => s.ConversationId);
    }
}
