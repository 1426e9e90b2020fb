using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Bots.Pages;

/// <summary>A bot's page for everybody, at <c>/b/{slug}</c>. There is none until somebody of the account makes it.</summary>
public sealed class BotPage : IBelongsToAccount
{
    public const int MaxDescriptionLength = 600;

    private BotPage() { }

    public BotPage(Bot bot, DateTimeOffset now)
    {
        BotId = bot.Id;
        AccountId = bot.AccountId;
        CreatedAt = now;
    }

    public Guid BotId { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>Unique on the platform; see <see cref="BotSlug"/>.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>A few plain lines; may be empty.</summary>
    public string Description { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public void Change(string slug, string description) => (Slug, Description) = (slug, description);
}

internal sealed class BotPageMapping : IEntityTypeConfiguration<BotPage>
{
    public const string UniqueSlug = "ix_bot_pages_slug";

    public void Configure(EntityTypeBuilder<BotPage> page)
    {
        page.HasKey(p => p.BotId);
        page.Property(p => p.Slug).HasMaxLength(BotSlug.MaxLength);
        page.Property(p => p.Description).HasMaxLength(BotPage.MaxDescriptionLength);
        page.HasIndex(p => p.Slug).IsUnique().HasDatabaseName(UniqueSlug);
        page.HasOne<Bot>().WithOne().HasForeignKey<BotPage>(p => p.BotId);
    }
}
