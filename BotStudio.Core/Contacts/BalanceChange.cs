using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Contacts;

/// <summary>One line of a contact's ledger. Lines are never changed, so that the sum of them is always the balance.</summary>
public sealed class BalanceChange : IBelongsToAccount
{
    public const int MaxReasonLength = 200;

    private BalanceChange() { }

    public BalanceChange(Contact contact, decimal amount, string reason, Guid? changedBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = contact.AccountId;
        ContactId = contact.Id;
        Amount = amount;
        BalanceAfter = contact.Balance + amount;
        Reason = reason;
        ChangedById = changedBy;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid ContactId { get; private set; }

    /// <summary>Never zero; negative takes away.</summary>
    public decimal Amount { get; private set; }

    public decimal BalanceAfter { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>The user; null when a program did it, or when the user is gone.</summary>
    public Guid? ChangedById { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}

internal sealed class BalanceChangeMapping : IEntityTypeConfiguration<BalanceChange>
{
    public void Configure(EntityTypeBuilder<BalanceChange> change)
    {
        change.Property(c => c.Amount).HasPrecision(ChangeBalance.Digits, ChangeBalance.Decimals);
        change.Property(c => c.BalanceAfter).HasPrecision(ChangeBalance.Digits, ChangeBalance.Decimals);
        change.Property(c => c.Reason).HasMaxLength(BalanceChange.MaxReasonLength);
        change.HasIndex(c => c.ContactId);
        change.HasOne<Contact>().WithMany().HasForeignKey(c => c.ContactId);
        change.HasOne<User>().WithMany().HasForeignKey(c => c.ChangedById).OnDelete(DeleteBehavior.SetNull);
    }
}
