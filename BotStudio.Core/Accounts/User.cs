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

    /// <summary>May open /admin. Given by the one-time link, or to the address in <c>Admin__Email</c>.</summary>
    public bool IsPlatformAdmin { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
