using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Passkeys;

/// <summary>Adds, names and removes a user's passkeys. The user has just proved who they are.</summary>
/// <returns>
/// <c>not_found</c>; <c>auth.passkey_name</c>; <c>auth.too_many_passkeys</c>; <c>accounts.last_way_in</c> for the only way that is left to sign in.
/// </returns>
public sealed class ChangePasskeys(PlatformDb platformDb, UserManager<User> users, AccountMails mails, JobQueue queue)
{
    public const int MaxNameLength = 60;
    public const int MaxPasskeys = 20;

    public async Task<Outcome> AddAsync(Guid userId, UserPasskeyInfo passkey, string? name, CancellationToken ct)
    {
        if (Cleaned(name) is not { } cleaned)
        {
            return new Problem("auth.passkey_name", MaxNameLength).At("/name");
        }

        var user = (await users.FindByIdAsync(userId.ToString()))!;
        if ((await users.GetPasskeysAsync(user)).Count >= MaxPasskeys)
        {
            return new Problem("auth.too_many_passkeys", MaxPasskeys);
        }

        passkey.Name = cleaned;
        await users.AddOrUpdatePasskeyAsync(user, passkey);
        await TellAsync(userId, "passkey_added", cleaned, ct);
        return Outcome.Done;
    }

    public async Task<Outcome> RenameAsync(Guid userId, string passkeyId, string? name, CancellationToken ct)
    {
        if (Cleaned(name) is not { } cleaned)
        {
            return new Problem("auth.passkey_name", MaxNameLength).At("/name");
        }

        var user = (await users.FindByIdAsync(userId.ToString()))!;
        if (await FindAsync(user, passkeyId) is not { } passkey)
        {
            return Problem.NotFound;
        }

        passkey.Name = cleaned;
        await users.AddOrUpdatePasskeyAsync(user, passkey);
        return Outcome.Done;
    }

    public async Task<Outcome> RemoveAsync(Guid userId, string passkeyId, CancellationToken ct)
    {
        var user = (await users.FindByIdAsync(userId.ToString()))!;
        if (await FindAsync(user, passkeyId) is not { } passkey)
        {
            return Problem.NotFound;
        }

        await using (var db = platformDb.Open())
        {
            if (await db.CountWaysInAsync(userId, ct) < 2)
            {
                return new Problem("accounts.last_way_in");
            }
        }

        await users.RemovePasskeyAsync(user, passkey.CredentialId);
        await TellAsync(userId, "passkey_removed", passkey.Name ?? "", ct);
        return Outcome.Done;
    }

    private async Task<UserPasskeyInfo?> FindAsync(User user, string passkeyId) =>
        (await users.GetPasskeysAsync(user)).SingleOrDefault(p => Convert.ToHexString(p.CredentialId) == passkeyId);

    private async Task TellAsync(Guid userId, string template, string name, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await mails.EnqueueAsync(db, userId, new AccountMail(template, name), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
    }

    private static string? Cleaned(string? name) =>
        SignUp.Cleaned(name) is { Length: > 0 and <= MaxNameLength } cleaned ? StoredText.Clean(cleaned) : null;
}

/// <summary>Nobody is left without a way to sign in.</summary>
internal static class WaysIn
{
    /// <summary>A password, each passkey and each linked provider.</summary>
    public static async Task<int> CountWaysInAsync(this BotStudioDb db, Guid userId, CancellationToken ct) =>
        await db.Users.CountAsync(u => u.Id == userId && u.PasswordHash != null, ct)
        + await db.Set<IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == userId, ct)
        + await db.Set<IdentityUserLogin<Guid>>().CountAsync(l => l.UserId == userId, ct);
}
