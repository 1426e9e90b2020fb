using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Members;

/// <summary>Looks members up by what an account's own connection is not shown: their addresses.</summary>
public sealed class FindMember(PlatformDb platformDb, CurrentAccount account)
{
    public async Task<bool> IsMemberAsync(string email, CancellationToken ct)
    {
        var (accountId, normalized) = (account.Id, email.ToUpperInvariant());
        await using var db = platformDb.Open();
        return await db
            .Memberships.Where(m => m.AccountId == accountId)
            .AnyAsync(m => db.Users.Any(u => u.Id == m.UserId && u.NormalizedEmail == normalized), ct);
    }
}
