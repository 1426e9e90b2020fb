using BotStudio.Core.Accounts.Profile;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts;

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        user.Property(u => u.DisplayName).HasMaxLength(User.MaxDisplayNameLength);
        // Identity's own index of that name is not unique.
        user.HasIndex(u => u.NormalizedEmail).HasDatabaseName("EmailIndex").IsUnique();
        user.Property(u => u.Language).HasMaxLength(2);
        user.Property(u => u.TimeZone).HasMaxLength(TimeZones.MaxLength);
    }
}
