using BotStudio.Core.Data;
using BotStudio.Core.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Accounts.Details;

/// <summary>
/// An account ends now: channels are disconnected, files go from their store, then every row in every table that accounts own, found from the model,
/// so that a table that comes later is among them. Twice does no harm.
/// </summary>
public sealed class EraseAccount(PlatformDb platformDb, IFileStore files, IServiceScopeFactory scopes)
{
    public async Task RunAsync(Guid accountId, CancellationToken ct)
    {
        await EndAsync(accountId, ct);
        await using var db = platformDb.Open();
        await RemoveFilesAsync(db, accountId, ct);
        await RemoveRowsAsync(db, accountId, ct);
    }

    private async Task EndAsync(Guid accountId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(accountId, user: null, Role.Owner);
        foreach (var ending in scope.ServiceProvider.GetServices<IBeforeAccountGoes>())
        {
            await ending.RunAsync(ct);
        }
    }

    private async Task RemoveFilesAsync(BotStudioDb db, Guid accountId, CancellationToken ct)
    {
        const int atATime = 100;
        while (
            await db.StoredFiles.AsNoTracking().Where(f => f.AccountId == accountId).OrderBy(f => f.Id).Take(atATime).ToListAsync(ct)
                is { Count: > 0 } some
        )
        {
            foreach (var file in some)
            {
                await files.RemoveAsync(file.Key, ct);
            }

            var ids = some.ConvertAll(f => f.Id);
            await db.StoredFiles.Where(f => ids.Contains(f.Id)).ExecuteDeleteAsync(ct);
        }
    }

    private static async Task RemoveRowsAsync(BotStudioDb db, Guid accountId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Sessions that were in it go on in another account of their user, by themselves; those of users without one end.
        await db.Database.ExecuteSqlAsync(
            $"""
            update sessions s set account_id = m.account_id from memberships m
            where s.account_id = {accountId} and m.user_id = s.user_id and m.account_id <> {accountId};
            delete from sessions where account_id = {accountId};
            delete from jobs where account_id = {accountId}
            """,
            ct
        );
        foreach (var table in TablesInOrder(db.Model))
        {
#pragma warning disable EF1002 // The name is one of the model's tables.
            await db.Database.ExecuteSqlRawAsync($"delete from {table} where account_id = {{0}}", [accountId], ct);
#pragma warning restore EF1002
        }

        await db.Accounts.Where(a => a.Id == accountId).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Those that point at others first.</summary>
    internal static IReadOnlyList<string> TablesInOrder(IModel model)
    {
        var left = model
            .GetEntityTypes()
            .Where(type => typeof(IBelongsToAccount).IsAssignableFrom(type.ClrType) && type.GetTableName() is not null)
            .ToList();
        var ordered = new List<string>();
        while (left.Count > 0)
        {
            var free = left.Where(type =>
                    !left.Any(other => other != type && other.GetForeignKeys().Any(key => key.PrincipalEntityType == type))
                )
                .ToList();
            // A circle of tables is left to the rules of its foreign keys.
            free = free.Count > 0 ? free : left;
            ordered.AddRange(free.Select(type => type.GetTableName()!));
            left = left.Except(free).ToList();
        }

        return ordered;
    }
}

/// <summary>What has to end before an account's rows go: a feature that lies above accounts says it here.</summary>
public interface IBeforeAccountGoes
{
    /// <summary>In the account's own world, as its owner. What fails is tried again later, with the account still there.</summary>
    Task RunAsync(CancellationToken ct);
}
