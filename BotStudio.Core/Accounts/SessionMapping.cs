using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts;

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    private const int MaxStampLength = 64;

    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.HasIndex(s => s.UserId);
        session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        session.Property(s => s.SecurityStamp).HasMaxLength(MaxStampLength);
        session.Property(s => s.UserAgent).HasMaxLength(Session.MaxUserAgentLength);
        session.Property(s => s.Address).HasMaxLength(Session.MaxAddressLength);
    }
}
