using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Where somebody who has proved who they are goes to work: in the account the user has belonged to longest. Who was removed from the last one gets
/// one of their own, instead of a door that does not open.
/// </summary>
public sealed class ChooseAccount(PlatformDb platformDb, OpenAccount openAccount)
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
        var entered = accountId is { } chosen ? Outcome.Of(chosen) : await openAccount.RunAsync(user.Id, user.DisplayName, from: null, ct);
        return entered.To(account => new SignedIn(user.Id, account, user.SecurityStamp!));
    }
}
