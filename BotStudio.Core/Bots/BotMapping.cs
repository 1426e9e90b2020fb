using BotStudio.Core.Accounts;
using BotStudio.Core.Bots.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Bots;

internal sealed class BotMapping : IEntityTypeConfiguration<Bot>
{
    public void Configure(EntityTypeBuilder<Bot> bot)
    {
        bot.Property(b => b.Name).HasMaxLength(BotDocument.MaxNameLength);
        bot.Property(b => b.Draft).HasColumnType("jsonb");

        // Two tabs may read the same revision; only one of them can save over it.
        bot.Property(b => b.DraftRevision).IsConcurrencyToken();
        bot.Property(b => b.PublishedNumber).IsConcurrencyToken();
        bot.HasIndex(b => new { b.AccountId, b.CreatedAt });
        bot.HasOne<Account>().WithMany().HasForeignKey(b => b.AccountId);
    }
}

internal sealed class BotVersionMapping : IEntityTypeConfiguration<BotVersion>
{
    public void Configure(EntityTypeBuilder<BotVersion> version)
    {
        version.Property(v => v.Document).HasColumnType("jsonb");
        version.Property(v => v.Note).HasMaxLength(BotVersion.MaxNoteLength);
        version.HasIndex(v => new { v.BotId, v.Number }).IsUnique();
        version.HasOne<Bot>().WithMany().HasForeignKey(v => v.BotId);
    }
}
