using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Ai.KeptAnswers;

/// <summary>
/// What a model answered, for whoever asks the same within a while. The question is not kept, only its fingerprint. It goes with the contact who
/// was answered first, because the answer may repeat what they wrote.
/// </summary>
public sealed class KeptAnswer : IBelongsToAccount
{
    public Guid BotId { get; private set; }

    /// <summary>See <see cref="AnswerKey"/>.</summary>
    public byte[] Key { get; private set; } = [];

    public Guid AccountId { get; private set; }

    public Guid ContactId { get; private set; }

    public string Text { get; private set; } = "";

    public string Model { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }
}

internal sealed class KeptAnswerMapping : IEntityTypeConfiguration<KeptAnswer>
{
    public void Configure(EntityTypeBuilder<KeptAnswer> answer)
    {
        answer.ToTable("kept_answers");
        answer.HasKey(a => new { a.BotId, a.Key });
        answer.Property(a => a.Model).HasMaxLength(PromptSettings.MaxModelLength);
        answer.HasIndex(a => a.ExpiresAt);
        answer.HasOne<Bot>().WithMany().HasForeignKey(a => a.BotId);
        answer.HasOne<Contact>().WithMany().HasForeignKey(a => a.ContactId);
    }
}
