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
        return await db
            .Memberships.Where(m => m.UserId == userId)
            .Join(
                db.Accounts,
                m => m.AccountId,
                a => a.Id,
                (m, a) => new AccountRow(a.Id, a.Name, m.Role, a.Id == current, a.Color, a.LogoChangedAt, a.DeletedFrom)
            )
            .OrderBy(a => a.Name)
            .ThenBy(a => a.Id)
            .ToListAsync(ct);
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
