using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts;

internal sealed class AdminLinkMapping : IEntityTypeConfiguration<AdminLink>
{
    public void Configure(EntityTypeBuilder<AdminLink> link) => link.HasKey(l => l.CodeHash);
}
