using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Where somebody who has proved who they are goes to work: in the account the user has belonged to longest.</summary>
/// <returns><c>accounts.no_account</c> for a user who belongs to none.</returns>
public sealed class ChooseAccount(PlatformDb platformDb)
{
    public async Task<Outcome<SignedIn>> RunAsync(User user, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        if (user.AccessFailedCount > 0)
        {
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(each => each.AccessFailedCount, 0), ct);
        }

        var accountId = await db
            .Memberships.Where(m => m.UserId == user.Id)
            .OrderBy(m => m.CreatedAt)
            .Select(m => (Guid?)m.AccountId)
            .FirstOrDefaultAsync(ct);
        return accountId is { } chosen ? new SignedIn(user.Id, chosen, user.SecurityStamp!) : new Problem("accounts.no_account");
    }
}
