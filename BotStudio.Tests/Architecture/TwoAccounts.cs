using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BotStudio.Tests.Architecture;

/// <summary>
/// A row of each of two accounts in every table that accounts own, made up from the table's own columns, so that a new table is among them at
/// once; and the view that each account has of them.
/// </summary>
public sealed class TwoAccounts(IServiceProvider services)
{
    public Guid Mine { get; } = Guid.CreateVersion7();

    public Guid Theirs { get; } = Guid.CreateVersion7();

    public IReadOnlyList<IEntityType> Tables { get; } = TablesOf(services);

    /// <summary>Fills every table, past foreign keys and checks: what the rows mean does not matter here.</summary>
    public async Task FillAsync()
    {
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await ExecuteAsync(connection, "set session_replication_role = replica");
        foreach (var account in new[] { Mine, Theirs })
        {
            await ExecuteAsync(connection, $"insert into accounts (id, name, created_at) values ('{account}', 'x', now())");
            foreach (var table in Tables)
            {
                await ExecuteAsync(connection, InsertRow(table, account));
            }
        }

        await ExecuteAsync(connection, "reset session_replication_role");
    }

    /// <summary>The database as <see cref="Mine"/> sees it.</summary>
    public async Task<BotStudioDb> OpenMineAsync()
    {
        var account = new CurrentAccount();
        account.Set(Mine, null, Role.Owner);
        return await new AccountDb(services.GetRequiredService<DbContextOptions<BotStudioDb>>(), account, TimeProvider.System).OpenAsync(
            CancellationToken.None
        );
    }

    /// <summary>One value for each column that must have one; unique columns get one of their own.</summary>
    public static string InsertRow(IEntityType table, Guid account)
    {
        var store = StoreObjectIdentifier.Create(table, StoreObjectType.Table)!.Value;
        var columns = table
            .GetProperties()
            .Where(property => property.GetColumnName(store) is not null and not "xmin")
            .Where(property => !property.IsNullable || property.Name == nameof(IBelongsToAccount.AccountId))
            .Where(property => property.GetComputedColumnSql() is null)
            .Select(property =>
                (
                    Name: property.GetColumnName(store)!,
                    Value: property.Name == nameof(IBelongsToAccount.AccountId) ? $"'{account}'" : ValueOf(property)
                )
            )
            .ToList();
        return $"""
            insert into {table.GetTableName()} ({string.Join(", ", columns.Select(column => column.Name))}) overriding system value
            values ({string.Join(", ", columns.Select(column => column.Value))})
            """;
    }

    private static string ValueOf(IProperty property)
    {
        var type = property.GetColumnType();
        return type switch
        {
            "uuid" => "gen_random_uuid()",
            "boolean" => "false",
            "jsonb" or "json" => "'{}'",
            "bytea" => "decode(md5(random()::text), 'hex')",
            "timestamp with time zone" => "now()",
            "date" => "current_date",
            "interval" => "'1 second'",
            _ when type.EndsWith("[]", StringComparison.Ordinal) => "'{}'",
            _ when type.StartsWith("character", StringComparison.Ordinal) || type == "text" => property
                .GetTypeMapping()
                .Converter?.ModelClrType
                is { IsEnum: true } names
                ? $"'{Enum.GetNames(names)[0]}'"
                : $"left(md5(random()::text), {Math.Min(property.GetMaxLength() ?? int.MaxValue, 32)})",
            _ => "(random() * 30000)::int",
        };
    }

    /// <summary>All that have rows of accounts which accounts may see: the jobs of the queue, too.</summary>
    public static List<IEntityType> TablesOf(IServiceProvider services)
    {
        using var db = services.GetRequiredService<PlatformDb>().Open();
        return
        [
            .. db
                .Model.GetEntityTypes()
                .Where(type => typeof(IBelongsToAccount).IsAssignableFrom(type.ClrType) || type.ClrType == typeof(Job)),
        ];
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
