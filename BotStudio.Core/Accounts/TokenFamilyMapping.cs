using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts;

internal sealed class TokenFamilyMapping : IEntityTypeConfiguration<TokenFamily>
{
    private const int MaxStampLength = 64;

    public void Configure(EntityTypeBuilder<TokenFamily> family)
    {
        family.HasIndex(f => f.UserId);
        family.HasOne<User>().WithMany().HasForeignKey(f => f.UserId);
        family.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId);
        family.Property(f => f.SecurityStamp).HasMaxLength(MaxStampLength);
        family.Ignore(f => f.Session);
    }
}
