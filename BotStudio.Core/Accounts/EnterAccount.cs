using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Puts the scope into one of the accounts of a session's user, after asking the database whether the session still holds: it has not ended, the
/// user has not changed the password since and still belongs to the account. One query; every request and every circuit begins with it, so signing
/// out, a removal or another role works at once.
/// </summary>
/// <returns>The user, or null when the session is over or no account is left.</returns>
public sealed class EnterAccount(PlatformDb platformDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<SignedInUser?> RunAsync(Guid sessionId, CancellationToken ct, WantedAccount? wanted = null)
    {
        var now = clock.GetUtcNow();
        var (accountId, botId, strictly) = (wanted?.AccountId, wanted?.BotId, wanted?.IsAllThatWillDo == true);
        await using var db = platformDb.Open();
        var found = await (
            from session in db.Sessions
            join user in db.Users on session.UserId equals user.Id
            join membership in db.Memberships on user.Id equals membership.UserId
            join entered in db.Accounts on membership.AccountId equals entered.Id
            where session.Id == sessionId && session.ExpiresAt > now && session.SecurityStamp == user.SecurityStamp
            where !strictly || membership.AccountId == accountId
            orderby membership.AccountId == accountId descending, botId != null
                && db.Bots.Any(bot => bot.Id == botId && bot.AccountId == membership.AccountId) descending, membership.AccountId
                == session.AccountId descending, membership.CreatedAt
            select new
            {
                session.ExpiresAt,
                session.LastSeenAt,
                LastAccountId = session.AccountId,
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
        ).FirstOrDefaultAsync(ct);
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

        if (accountId is null && found.LastAccountId != found.User.AccountId)
        {
            await db
                .Sessions.Where(s => s.Id == sessionId)
                .ExecuteUpdateAsync(session => session.SetProperty(s => s.AccountId, found.User.AccountId), ct);
        }

        account.Set(found.User.AccountId, found.User.Id, found.User.Role);
        return found.User;
    }
}
