using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BotStudio.Core.Data;

/// <summary>
/// Tells PostgreSQL whose connection this is, so that row-level security (migration RowsBelongToAccounts) refuses other accounts' rows even to a
/// query that forgot the filter. Superusers ignore row-level security, so an account's connection also steps down to a plain role.
/// Npgsql resets both when the connection goes back to the pool (DISCARD ALL).
/// </summary>
internal sealed class AccountRowSecurity : DbConnectionInterceptor
{
    /// <summary>Owns nothing and cannot sign in; made by the migration.</summary>
    public const string Role = "botstudio_account";

    /// <summary>The setting the policies compare <c>account_id</c> with.</summary>
    public const string Setting = "botstudio.account_id";

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context is not BotStudioDb { AccountId: { } accountId })
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = $"select set_config('role', '{Role}', false), set_config('{Setting}', '{accountId}', false)";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (eventData.Context is BotStudioDb { AccountId: not null })
        {
            throw new NotSupportedException("An account's connection is opened asynchronously, through AccountDb.");
        }
    }
}
