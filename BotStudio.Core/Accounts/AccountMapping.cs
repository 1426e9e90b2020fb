using BotStudio.Core.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts;

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.Property(a => a.Name).HasMaxLength(Account.MaxNameLength);
        account.Property(a => a.Slug).HasMaxLength(Details.Slug.MaxLength);
        account.HasIndex(a => a.Slug).IsUnique();
        account.Property(a => a.Color).HasMaxLength(7);
        account.Property(a => a.TimeZone).HasMaxLength(64).HasDefaultValue(Account.DefaultTimeZone);
        account.Property(a => a.Currency).HasMaxLength(3).HasDefaultValue(Account.DefaultCurrency);
        account.Property(a => a.Language).HasMaxLength(2).HasDefaultValue(Languages.Default);
    }
}
