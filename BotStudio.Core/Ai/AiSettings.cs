using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Ai;

/// <summary>What an account has chosen for all its bots; no row means nothing.</summary>
public sealed class AiSettings : IBelongsToAccount
{
    private AiSettings() { }

    public AiSettings(Guid accountId) => AccountId = accountId;

    public Guid AccountId { get; private set; }

    /// <summary>Asked for bots whose prompt names no model; null for the platform's.</summary>
    public string? StandardModel { get; private set; }

    public void Choose(string? standardModel) => StandardModel = standardModel;
}

internal sealed class AiSettingsMapping : IEntityTypeConfiguration<AiSettings>
{
    public void Configure(EntityTypeBuilder<AiSettings> settings)
    {
        settings.HasKey(s => s.AccountId);
        settings.Property(s => s.AccountId).ValueGeneratedNever();
        settings.Property(s => s.StandardModel).HasMaxLength(PromptSettings.MaxModelLength);
    }
}
