using System.Text;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Departure;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots;

/// <summary>For the archive of a user's data: the bots of the accounts that they own.</summary>
internal sealed class BotsOfUser(PlatformDb platformDb) : IHoldsUserData
{
    public async Task<IReadOnlyList<UserDataFile>> HandOverAsync(Guid userId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var bots = await db
            .Bots.AsNoTracking()
            .Where(b => db.Memberships.Any(m => m.AccountId == b.AccountId && m.UserId == userId && m.Role == Role.Owner))
            .ToListAsync(ct);
        return [.. bots.Select(bot => new UserDataFile($"bots/{bot.Id:n}.json", Encoding.UTF8.GetBytes(bot.Draft)))];
    }
}
