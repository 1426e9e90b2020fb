using BotStudio.Core.Accounts;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Data;

/// <summary>Opens the database as the scope's account sees it: query filter, save guard and row-level security all hold.</summary>
public sealed class AccountDb(DbContextOptions<BotStudioDb> options, CurrentAccount account, TimeProvider clock)
{
    /// <exception cref="InvalidOperationException">No account is set in this scope.</exception>
    public async Task<BotStudioDb> OpenAsync(CancellationToken ct)
    {
        var db = new BotStudioDb(options, account.Id) { Actor = account.Actor, Clock = clock };
        try
        {
            // One connection for the whole act, so that the account is told to PostgreSQL once (AccountRowSecurity), not per query.
            await db.Database.OpenConnectionAsync(ct);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }
}
