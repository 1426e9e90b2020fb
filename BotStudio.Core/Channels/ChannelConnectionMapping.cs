using BotStudio.Core.Bots;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Channels;

internal sealed class ChannelConnectionMapping : IEntityTypeConfiguration<ChannelConnection>
{
    public void Configure(EntityTypeBuilder<ChannelConnection> connection)
    {
        connection.Property(c => c.Channel).HasMaxLength(20);
        connection.Property(c => c.ExternalId).HasMaxLength(64);
        connection.Property(c => c.Username).HasMaxLength(64);
        connection.Property(c => c.DisplayName).HasMaxLength(128);
        connection.Property(c => c.SecretHint).HasMaxLength(4);
        connection.Property(c => c.WebhookUrl).HasMaxLength(300);
        connection.Property(c => c.Mode).HasConversion<string>().HasMaxLength(16);

        // Two of our bots on one token would steal each other's updates; the constraint decides, whatever two requests see.
        connection.HasIndex(c => new { c.Channel, c.ExternalId }).IsUnique();
        connection.HasIndex(c => new { c.BotId, c.Channel }).IsUnique();
        connection.HasOne<Bot>().WithMany().HasForeignKey(c => c.BotId);
    }
}
