using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Leads.Telling;
using BotStudio.Core.Outbound;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Leads;

internal sealed class LeadMapping : IEntityTypeConfiguration<Lead>
{
    public void Configure(EntityTypeBuilder<Lead> lead)
    {
        lead.Ignore(l => l.IsFree);
        lead.Property(l => l.Name).HasMaxLength(Lead.MaxNameLength);
        lead.Property(l => l.Phone).HasMaxLength(Lead.MaxPhoneLength);
        lead.Property(l => l.Email).HasMaxLength(Lead.MaxEmailLength);
        lead.Property(l => l.Details).HasMaxLength(Lead.MaxDetailsLength);
        lead.Property(l => l.Need).HasMaxLength(Lead.MaxNeedLength);
        lead.Property(l => l.Budget).HasMaxLength(Lead.MaxBudgetLength);
        lead.Property(l => l.Note).HasMaxLength(Lead.MaxNoteLength);
        lead.Property(l => l.Status).HasMaxLength(LeadStatus.MaxKeyLength);
        lead.Property(l => l.TakenBy).HasMaxLength(LeadEvent.MaxActorLength);
        lead.Property(l => l.Source).HasConversion<short>();
        lead.Property(l => l.SearchText)
            .HasComputedColumnSql(
                "lower(name || ' ' || phone || ' ' || regexp_replace(phone, '\\D', '', 'g') || ' ' || email || ' ' || details || ' ' || need"
                    + " || ' ' || budget || ' ' || note)",
                stored: true
            );
        lead.Property(l => l.PhoneKey)
            .HasMaxLength(9)
            .HasComputedColumnSql(
                "case when length(regexp_replace(phone, '\\D', '', 'g')) >= 7 then right(regexp_replace(phone, '\\D', '', 'g'), 9) end",
                stored: true
            );
        lead.Property(l => l.EmailKey)
            .HasMaxLength(Lead.MaxEmailLength)
            .HasComputedColumnSql("nullif(lower(trim(email)), '')", stored: true);
        lead.HasIndex(l => new { l.AccountId, l.Id });
        lead.HasIndex(l => new
        {
            l.AccountId,
            l.Status,
            l.MovedAt,
            l.Id,
        });
        lead.HasIndex(l => new { l.AccountId, l.CreatedAt });
        lead.HasIndex(l => new { l.AccountId, l.PhoneKey }).HasFilter("phone_key is not null");
        lead.HasIndex(l => new { l.AccountId, l.EmailKey }).HasFilter("email_key is not null");
        lead.HasIndex(l => l.ContactId);
        lead.HasIndex(l => l.ConversationId);
        lead.HasIndex(l => l.BotId);
        lead.HasOne<Bot>().WithMany().HasForeignKey(l => l.BotId);
        lead.HasOne<Contact>().WithMany().HasForeignKey(l => l.ContactId).OnDelete(DeleteBehavior.Cascade);
        lead.HasOne<Conversation>().WithMany().HasForeignKey(l => l.ConversationId).OnDelete(DeleteBehavior.SetNull);
        lead.HasOne<User>().WithMany().HasForeignKey(l => l.AssigneeId).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class LeadStatusMapping : IEntityTypeConfiguration<LeadStatus>
{
    public void Configure(EntityTypeBuilder<LeadStatus> status)
    {
        status.HasKey(s => new { s.AccountId, s.Key });
        status.Property(s => s.Key).HasMaxLength(LeadStatus.MaxKeyLength);
        status.Property(s => s.Name).HasMaxLength(LeadStatus.MaxNameLength);
        status.Property(s => s.Color).HasMaxLength(LeadStatus.MaxColorLength);
        status.Property(s => s.Kind).HasConversion<short>();
        status.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
    }
}

internal sealed class LeadEventMapping : IEntityTypeConfiguration<LeadEvent>
{
    public void Configure(EntityTypeBuilder<LeadEvent> change)
    {
        change.Property(e => e.Kind).HasConversion<short>();
        change.Property(e => e.Actor).HasMaxLength(LeadEvent.MaxActorLength);
        change.Property(e => e.Changes).HasColumnType("jsonb");
        change.HasIndex(e => new { e.LeadId, e.Id });
        change.HasOne<Lead>().WithMany().HasForeignKey(e => e.LeadId);
        change.HasOne<User>().WithMany().HasForeignKey(e => e.UserId).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class LeadNoteMapping : IEntityTypeConfiguration<LeadNote>
{
    public void Configure(EntityTypeBuilder<LeadNote> note)
    {
        note.Property(n => n.Text).HasMaxLength(LeadNote.MaxLength);
        note.HasIndex(n => new { n.LeadId, n.Id });
        note.HasOne<Lead>().WithMany().HasForeignKey(n => n.LeadId);
        note.HasOne<User>().WithMany().HasForeignKey(n => n.WrittenById).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class LeadNoticeMapping : IEntityTypeConfiguration<LeadNotice>
{
    public void Configure(EntityTypeBuilder<LeadNotice> notice)
    {
        notice.HasKey(n => new { n.LeadId, n.NoticeChatId });
        notice.HasIndex(n => n.NoticeChatId);
        notice.HasOne<Lead>().WithMany().HasForeignKey(n => n.LeadId);
    }
}

internal sealed class LeadWindowMapping : IEntityTypeConfiguration<LeadWindow>
{
    public void Configure(EntityTypeBuilder<LeadWindow> window)
    {
        window.HasKey(w => w.ContactId);
        window.HasIndex(w => w.LeadId);
        window.HasOne<Contact>().WithMany().HasForeignKey(w => w.ContactId);
        window.HasOne<Lead>().WithMany().HasForeignKey(w => w.LeadId);
    }
}

internal sealed class LeadWebhookMapping : IEntityTypeConfiguration<LeadWebhook>
{
    public void Configure(EntityTypeBuilder<LeadWebhook> webhook)
    {
        webhook.HasKey(w => w.BotId);
        webhook.Property(w => w.Url).HasMaxLength(OutboundHttp.MaxUrlLength);
        webhook.HasOne<Bot>().WithOne().HasForeignKey<LeadWebhook>(w => w.BotId);
    }
}
