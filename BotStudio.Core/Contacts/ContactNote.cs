using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Contacts;

/// <summary>What somebody of the account wrote down about a contact. The contact does not see it, but gets it when asking for their data.</summary>
public sealed class ContactNote : IBelongsToAccount
{
    public const int MaxLength = 4000;

    private ContactNote() { }

    public ContactNote(Contact contact, string text, Guid? writtenBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = contact.AccountId;
        ContactId = contact.Id;
        Text = text;
        WrittenById = writtenBy;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid ContactId { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>The user; null when a program wrote it, or when the user is gone.</summary>
    public Guid? WrittenById { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}

internal sealed class ContactNoteMapping : IEntityTypeConfiguration<ContactNote>
{
    public void Configure(EntityTypeBuilder<ContactNote> note)
    {
        note.Property(n => n.Text).HasMaxLength(ContactNote.MaxLength);
        note.HasIndex(n => n.ContactId);
        note.HasOne<Contact>().WithMany().HasForeignKey(n => n.ContactId);
        note.HasOne<User>().WithMany().HasForeignKey(n => n.WrittenById).OnDelete(DeleteBehavior.SetNull);
    }
}
