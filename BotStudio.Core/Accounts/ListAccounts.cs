using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>The accounts that a user belongs to, by name.</summary>
public sealed class ListAccounts(PlatformDb platformDb, CurrentAccount account)
{
    public async Task<IReadOnlyList<AccountRow>> RunAsync(CancellationToken ct)
    {
        if (account.UserId is not { } userId)
        {
            return [];
        }

        var current = account.Id;
        await using var db = platformDb.Open();
        return await (
            from membership in db.Memberships
            join entered in db.Accounts on membership.AccountId equals entered.Id
            where membership.UserId == userId
            orderby entered.Name, entered.Id
            select new AccountRow(
                entered.Id,
                entered.Name,
                membership.Role,
                entered.Id == current,
                entered.Color,
                entered.LogoChangedAt,
                entered.DeletedFrom
            )
        ).ToListAsync(ct);
    }
}

/// <param name="Role">Of the user who asks.</param>
/// <param name="IsCurrent">The one in which this is asked.</param>
/// <param name="DeletedFrom">When it goes; null while it stays.</param>
public sealed record AccountRow(
    Guid Id,
    string Name,
    Role Role,
    bool IsCurrent,
    string? Color,
    DateTimeOffset? LogoChangedAt,
    DateTimeOffset? DeletedFrom
);
