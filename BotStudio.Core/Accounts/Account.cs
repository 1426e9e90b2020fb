using BotStudio.Core.Data;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Accounts;

/// <summary>The paying customer: bots, contacts and bills belong to one.</summary>
[PlatformWide]
public sealed class Account
{
    public const int MaxNameLength = 80;
    public const string DefaultTimeZone = "UTC";
    public const string DefaultCurrency = "USD";

    /// <summary>How long a deletion can be taken back.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromDays(14);

    private Account() { }

    public Account(string name, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = name;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Part of public addresses, unique in the installation; null until somebody chooses one.</summary>
    public string? Slug { get; private set; }

    /// <summary>For notices and public pages, as <c>#rrggbb</c>; null for the product's own.</summary>
    public string? Color { get; private set; }

    /// <summary>Where the account's days begin, an IANA name: limits, usage and lists by day go by it.</summary>
    public string TimeZone { get; private set; } = DefaultTimeZone;

    /// <summary>ISO 4217, for amounts that the account writes itself.</summary>
    public string Currency { get; private set; } = DefaultCurrency;

    /// <summary>Of new bots and of notices to nobody in particular, a code of <see cref="Languages"/>.</summary>
    public string Language { get; private set; } = Languages.Default;

    /// <summary>Messages older than that are deleted; null keeps them as long as the account is there.</summary>
    public int? KeepMessagesDays { get; private set; }

    /// <summary>When the account and everything in it goes; null while nobody wants that.</summary>
    public DateTimeOffset? DeletedFrom { get; private set; }

    /// <summary>When its logo was changed last, for caches; null while it has none.</summary>
    public DateTimeOffset? LogoChangedAt { get; private set; }

    public void Describe(string name, string? slug, string? color) => (Name, Slug, Color) = (name, slug, color);

    public void Localize(string timeZone, string currency, string language) =>
        (TimeZone, Currency, Language) = (timeZone, currency, language);

    public void KeepMessagesFor(int? days) => KeepMessagesDays = days;

    public void ChangeLogo(DateTimeOffset? changedAt) => LogoChangedAt = changedAt;

    public void DeleteAfterGrace(DateTimeOffset now) => DeletedFrom = now + GracePeriod;

    public void Keep() => DeletedFrom = null;
}
