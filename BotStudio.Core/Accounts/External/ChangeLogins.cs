using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Accounts.Passkeys;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.External;

/// <summary>Links a provider to a user who is signed in, and unlinks it. The user has just proved who they are.</summary>
/// <returns>
/// <c>not_found</c>; <c>accounts.external_taken</c> for an identity that opens another user; <c>accounts.external_twice</c> for a second one of
/// the same provider; <c>accounts.last_way_in</c> for the only way that is left to sign in.
/// </returns>
public sealed class ChangeLogins(PlatformDb platformDb, AccountMails mails, JobQueue queue)
{
    public async Task<Outcome> LinkAsync(Guid userId, ExternalIdentity identity, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var title = ExternalProviders.TitleOf(identity.Provider);
        if (await SignInExternally.FindLinkedAsync(db, identity, ct) is { } linked)
        {
            return linked.Id == userId ? Outcome.Done : new Problem("accounts.external_taken", title);
        }

        if (await db.Set<IdentityUserLogin<Guid>>().AnyAsync(l => l.UserId == userId && l.LoginProvider == identity.Provider, ct))
        {
            return new Problem("accounts.external_twice", title);
        }

        db.Add(SignInExternally.LoginOf(userId, identity));
        await db.SaveChangesAsync(ct);
        await mails.EnqueueAsync(db, userId, SignInExternally.LinkedMail(identity), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }

    public async Task<Outcome> UnlinkAsync(Guid userId, string provider, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var login = await db.Set<IdentityUserLogin<Guid>>()
            .SingleOrDefaultAsync(l => l.UserId == userId && l.LoginProvider == provider, ct);
        if (login is null)
        {
            return Problem.NotFound;
        }

        if (await db.CountWaysInAsync(userId, ct) < 2)
        {
            return new Problem("accounts.last_way_in");
        }

        db.Remove(login);
        await db.SaveChangesAsync(ct);
        var mail = new AccountMail("login_unlinked", ExternalProviders.TitleOf(provider), login.ProviderDisplayName ?? "");
        await mails.EnqueueAsync(db, userId, mail, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}
