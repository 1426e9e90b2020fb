using BotStudio.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Profile;

/// <summary>What a user's own pages show of them.</summary>
public sealed class ReadProfile(PlatformDb platformDb)
{
    public async Task<ProfileRow> RunAsync(Guid userId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, ct);
        var codes = await db.RecoveryCodes.CountAsync(c => c.UserId == userId && c.UsedAt == null, ct);
        var logins = await db.Set<IdentityUserLogin<Guid>>()
            .Where(l => l.UserId == userId)
            .Select(l => new LoginRow(l.LoginProvider, l.ProviderDisplayName ?? ""))
            .ToListAsync(ct);
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().AsNoTracking().Where(p => p.UserId == userId).ToListAsync(ct);
        return new ProfileRow(
            user.Id,
            user.Email!,
            user.EmailConfirmed,
            user.DisplayName,
            user.Language,
            user.TimeZone,
            user.PasswordHash is not null,
            user.TwoFactorEnabled,
            codes,
            logins,
            [
                .. passkeys
                    .OrderBy(p => p.Data.CreatedAt)
                    .Select(p => new PasskeyRow(Convert.ToHexString(p.CredentialId), p.Data.Name ?? "", p.Data.CreatedAt)),
            ]
        );
    }
}

/// <param name="RecoveryCodes">How many are left.</param>
public sealed record ProfileRow(
    Guid UserId,
    string Email,
    bool IsEmailConfirmed,
    string DisplayName,
    string Language,
    string? TimeZone,
    bool HasPassword,
    bool HasTwoFactor,
    int RecoveryCodes,
    IReadOnlyList<LoginRow> Logins,
    IReadOnlyList<PasskeyRow> Passkeys
);

/// <param name="Provider">A name of <c>ExternalProviders</c>.</param>
/// <param name="Label">What the user is called there: an address, a name.</param>
public sealed record LoginRow(string Provider, string Label);

/// <param name="Id">Of the credential, in hexadecimal.</param>
public sealed record PasskeyRow(string Id, string Name, DateTimeOffset CreatedAt);
