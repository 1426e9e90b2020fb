using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Puts the scope into the account of a session, after asking the database whether the session still holds: it has not ended, the user has not
/// changed the password since and still belongs to the account. One query; every request and every circuit begins with it, so signing out, a
/// removal or another role works at once.
/// </summary>
/// <returns>The user, or null when the session is over.</returns>
public sealed class EnterAccount(PlatformDb platformDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<SignedInUser?> RunAsync(Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        var found = await (
            from session in db.Sessions
            join user in db.Users on session.UserId equals user.Id
            join membership in db.Memberships
                on new { session.AccountId, session.UserId } equals new { membership.AccountId, membership.UserId }
            join entered in db.Accounts on session.AccountId equals entered.Id
            where session.Id == sessionId && session.ExpiresAt > now && session.SecurityStamp == user.SecurityStamp
            select new
            {
                session.ExpiresAt,
                session.LastSeenAt,
                User = new SignedInUser(
                    user.Id,
                    session.Id,
                    user.Email!,
                    user.DisplayName,
                    user.Language,
                    user.IsPlatformAdmin,
                    entered.Id,
                    entered.Name,
                    membership.Role
                )
                {
                    IsEmailConfirmed = user.EmailConfirmed,
                    TimeZone = user.TimeZone,
                    ProvedAt = session.ProvedAt,
                },
            }
        ).SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return null;
        }

        if (now - found.LastSeenAt > Session.SeenEvery || found.ExpiresAt - now < Session.Lifetime / 2)
        {
            var expiresAt = found.ExpiresAt - now < Session.Lifetime / 2 ? now + Session.Lifetime : found.ExpiresAt;
            await db
                .Sessions.Where(s => s.Id == sessionId)
                .ExecuteUpdateAsync(session => session.SetProperty(s => s.LastSeenAt, now).SetProperty(s => s.ExpiresAt, expiresAt), ct);
        }

        account.Set(found.User.AccountId, found.User.Id, found.User.Role);
        return found.User;
    }
}
