using BotStudio.Core.Bots;
using BotStudio.Core.Outbound;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Webhooks;

internal sealed class WebhookDeliveryMapping : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.Property(d => d.EventType).HasMaxLength(WebhookDelivery.MaxEventTypeLength);
        delivery.Property(d => d.Url).HasMaxLength(OutboundHttp.MaxUrlLength);
        delivery.Property(d => d.Status).HasConversion<string>().HasMaxLength(16);
        delivery.Property(d => d.LastProblem).HasMaxLength(60);
        delivery.Property(d => d.AttemptLog).HasColumnType("jsonb");
        delivery.Property(d => d.IsOnce).HasDefaultValue(false);
        delivery.Ignore(d => d.Log);

        // Whoever has it sent again while a try is under way wins.
        delivery.Property(d => d.Round).IsConcurrencyToken();
        delivery
            .HasIndex(d => new
            {
                d.BotId,
                d.CreatedAt,
                d.Id,
            })
            .IsDescending(false, true, true);
        delivery.HasIndex(d => d.CreatedAt).HasMethod("brin");
        delivery.HasOne<Bot>().WithMany().HasForeignKey(d => d.BotId);
    }
}

internal sealed class WebhookSecretMapping : IEntityTypeConfiguration<WebhookSecret>
{
    public void Configure(EntityTypeBuilder<WebhookSecret> secret)
    {
        secret.HasKey(s => s.BotId);
        secret.HasOne<Bot>().WithOne().HasForeignKey<WebhookSecret>(s => s.BotId);
    }
}
