using BotStudio.Core.Bots;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Conversations;

internal sealed class ContactMapping : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> contact)
    {
        contact.Property(c => c.Channel).HasMaxLength(20);
        contact.Property(c => c.ExternalId).HasMaxLength(64);
        contact.Property(c => c.Language).HasMaxLength(2);
        contact.Property(c => c.Source).HasMaxLength(64);
        contact.Property(c => c.Tags).HasDefaultValueSql("'{}'");
        contact.Property(c => c.Fields).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        contact.Property(c => c.Balance).HasPrecision(18, 4).HasDefaultValue(0m);
        contact
            .Property(c => c.SearchText)
            .HasComputedColumnSql(
                // An index takes no value beyond 2,700 bytes.
                "left(lower(first_name || ' ' || coalesce(last_name, '') || ' ' || coalesce(username, '') || ' ' || external_id), 300)",
                stored: true
            );
        contact
            .HasIndex(c => new
            {
                c.BotId,
                c.Channel,
                c.ExternalId,
            })
            .IsUnique();
        contact.HasIndex(c => new
        {
            c.BotId,
            c.LastSeenAt,
            c.Id,
        });
        contact.HasIndex(c => new { c.BotId, c.Id });
        contact.HasIndex(c => new
        {
            c.BotId,
            c.SearchText,
            c.Id,
        });
        contact.HasOne<Bot>().WithMany().HasForeignKey(c => c.BotId);
    }
}

internal sealed class ConversationMapping : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> conversation)
    {
        conversation.Property(c => c.Channel).HasMaxLength(20);
        conversation.Property(c => c.ChatId).HasMaxLength(64);
        conversation.Property(c => c.ThreadId).HasMaxLength(64);
        conversation.Property(c => c.ChatKind).HasConversion<short>();
        conversation.Property(c => c.State).HasColumnType("jsonb");
        conversation.Property(c => c.UnreadCount).HasDefaultValue(0);
        conversation.Property(c => c.LastMessagePreview).HasMaxLength(Conversation.MaxPreviewLength);
        conversation
            .HasIndex(c => new
            {
                c.BotId,
                c.Channel,
                c.ChatId,
                c.ThreadId,
            })
            .IsUnique();
        // Those that need a person, which are few among all.
        conversation
            .HasIndex(c => c.BotId, "ix_conversations_attended")
            .HasFilter("human_wanted_at is not null or taken_over_by is not null");
        conversation.HasIndex(c => new { c.BotId, c.LastMessageAt }).IsDescending(false, true);
        conversation.HasOne<Bot>().WithMany().HasForeignKey(c => c.BotId);
        conversation.HasOne<Contact>().WithMany().HasForeignKey(c => c.ContactId);
    }
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.HasKey(m => new { m.ConversationId, m.Id });
        message.Property(m => m.Direction).HasConversion<short>();
        message.Property(m => m.Status).HasConversion<short>();
        message.Property(m => m.Kind).HasMaxLength(40);
        message.Property(m => m.Buttons).HasColumnType("jsonb");
        message.Property(m => m.Reason).HasColumnType("jsonb");
        message.Property(m => m.Media).HasColumnType("jsonb");
        message.Property(m => m.Cost).HasPrecision(18, 12);
        message.Property(m => m.Sending).HasColumnType("jsonb");
    }
}
