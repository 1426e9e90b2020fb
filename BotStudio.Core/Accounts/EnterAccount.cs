using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Puts the scope into the account of a session, after asking the database whether the session still holds: the user exists, has not changed the
/// password since, and still belongs to the account. One query; every request and every circuit begins with it, so a removal works at once.
/// </summary>
/// <returns>The user, or null when the session is over.</returns>
public sealed class EnterAccount(PlatformDb platformDb, CurrentAccount account)
{
    public async Task<SignedInUser?> RunAsync(Session session, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var memberships = db.Memberships.Where(m => m.AccountId == session.AccountId && m.UserId == session.UserId);
        var user = await db.SignedInUsers(memberships).SingleOrDefaultAsync(ct);
        if (user?.Session != session)
        {
            return null;
        }

        account.Set(user.AccountId, user.Id, user.Role);
        return user;
    }
}
