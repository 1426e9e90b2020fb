using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts;

internal sealed class MembershipMapping : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        membership.HasKey(m => new { m.AccountId, m.UserId });
        membership.HasIndex(m => m.UserId);
        membership.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId);
        membership.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
        membership.Property(m => m.Role).HasConversion<string>().HasMaxLength(16);
    }
}
