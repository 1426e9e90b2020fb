using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Forms;

internal sealed class FormEntryMapping : IEntityTypeConfiguration<FormEntry>
{
    public void Configure(EntityTypeBuilder<FormEntry> entry)
    {
        entry.Property(e => e.FormId).HasMaxLength(Bots.Documents.PartId.MaxLength);
        entry.Property(e => e.ReachedFieldId).HasMaxLength(Bots.Documents.PartId.MaxLength);
        entry.Property(e => e.Language).HasMaxLength(8);
        entry.Property(e => e.Status).HasConversion<short>();
        entry.Property(e => e.Work).HasConversion<short>();
        entry.Property(e => e.Answers).HasColumnType("jsonb");
        entry
            .HasIndex(e => new
            {
                e.BotId,
                e.StartedAt,
                e.Id,
            })
            .IsDescending(false, true, true);
        entry
            .HasIndex(e => new
            {
                e.BotId,
                e.FormId,
                e.StartedAt,
                e.Id,
            })
            .IsDescending(false, false, true, true);
        entry.HasIndex(e => new { e.ContactId, e.FormId });
        entry.HasIndex(e => e.ConversationId);
    }
}
