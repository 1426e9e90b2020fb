using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts.Details;

/// <summary>The picture of an account. In the database, because it is small and public pages of every process show it.</summary>
public sealed class AccountLogo : IBelongsToAccount
{
    public const int MaxBytes = 512 * 1024;

    private AccountLogo() { }

    public AccountLogo(Guid accountId, byte[] content, string contentType)
    {
        AccountId = accountId;
        Change(content, contentType);
    }

    public Guid AccountId { get; private set; }

    public byte[] Content { get; private set; } = [];

    /// <summary>By its first bytes, never what the sender said.</summary>
    public string ContentType { get; private set; } = "";

    public void Change(byte[] content, string contentType) => (Content, ContentType) = (content, contentType);
}

internal sealed class AccountLogoMapping : IEntityTypeConfiguration<AccountLogo>
{
    public void Configure(EntityTypeBuilder<AccountLogo> logo)
    {
        logo.HasKey(l => l.AccountId);
        logo.Property(l => l.ContentType).HasMaxLength(40);
        logo.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId);
    }
}
