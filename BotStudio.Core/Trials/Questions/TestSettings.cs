using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Trials.Questions;

/// <summary>When a bot's test questions are asked by themselves. Without a row they are asked before publishing, and whoever publishes decides.</summary>
public sealed class TestSettings : IBelongsToAccount
{
    /// <summary>Whoever writes test questions down wants to know.</summary>
    public const bool RunsUnlessToldOtherwise = true;

    private TestSettings() { }

    public TestSettings(Bot bot)
    {
        BotId = bot.Id;
        AccountId = bot.AccountId;
    }

    public Guid BotId { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>Whoever publishes sees first how the questions are answered.</summary>
    public bool RunsBeforePublish { get; private set; }

    /// <summary>What does not pass is not published.</summary>
    public bool Blocks { get; private set; }

    public void Choose(bool runsBeforePublish, bool blocks) => (RunsBeforePublish, Blocks) = (runsBeforePublish, blocks);
}

internal sealed class TestSettingsMapping : IEntityTypeConfiguration<TestSettings>
{
    public void Configure(EntityTypeBuilder<TestSettings> settings)
    {
        settings.HasKey(s => s.BotId);
        settings.Property(s => s.BotId).ValueGeneratedNever();
        settings.HasOne<Bot>().WithMany().HasForeignKey(s => s.BotId);
    }
}
