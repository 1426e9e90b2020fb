using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Opens another account for somebody who has signed up, with them as its owner.</summary>
/// <returns>The account's id; <c>accounts.account_name_missing</c>, <c>accounts.name_too_long</c>; <c>accounts.too_many</c>.</returns>
public sealed class OpenAccount(PlatformDb platformDb, TimeProvider clock)
{
    public const int MostOfUser = 20;

    public async Task<Outcome<Guid>> RunAsync(Guid userId, string? name, Origin? from, CancellationToken ct)
    {
        name = (name ?? "").Trim();
        if (AccountName.Check(name) is { } problem)
        {
            return problem;
        }

        await using var db = platformDb.Open();
        if (await db.Memberships.CountAsync(m => m.UserId == userId && m.Role == Role.Owner, ct) >= MostOfUser)
        {
            return new Problem("accounts.too_many", MostOfUser);
        }

        var now = clock.GetUtcNow();
        var account = new Account(name, now);
        var language = await db.Users.Where(u => u.Id == userId).Select(u => u.Language).SingleAsync(ct);
        account.Localize(Account.DefaultTimeZone, Account.DefaultCurrency, language);
        db.Accounts.Add(account);
        db.Memberships.Add(new Membership(account.Id, userId, Role.Owner, now));
        db.Audit(account.Id, new Actor(userId, from), AuditAct.AccountOpened, now, name, account.Id);
        await db.SaveChangesAsync(ct);
        return account.Id;
    }
}
