using BotStudio.Core.Data;
using Microsoft.AspNetCore.Identity;

namespace BotStudio.Core.Accounts;

/// <summary>A person who signs in. What they may do in an account is their <see cref="Membership"/>.</summary>
[PlatformWide]
public sealed class User : IdentityUser<Guid>
{
    public const int MaxDisplayNameLength = 80;

    public User() => Id = Guid.CreateVersion7();

    public string DisplayName { get; set; } = "";

    /// <summary>Language of the dashboard and of e-mails, a code of <see cref="Localization.Languages"/>.</summary>
    public string Language { get; set; } = Localization.Languages.Default;

    /// <summary>IANA name of the zone in which the user is shown times, such as <c>Europe/Kyiv</c>; null for the browser's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Secret of the authenticator app, sealed; null when there is none. <c>TwoFactorEnabled</c> says whether it is asked for.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>The step of the last code that was taken: a code that somebody looked on at is good for nobody a second time.</summary>
    public long TotpLastStep { get; set; }

    /// <summary>When the user is deleted, because they asked for it; null for all others. Signing in takes it back.</summary>
    public DateTimeOffset? LeavesAt { get; set; }

    /// <summary>May open /admin. Given by the one-time link, or to the address in <c>Admin__Email</c>.</summary>
    public bool IsPlatformAdmin { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
