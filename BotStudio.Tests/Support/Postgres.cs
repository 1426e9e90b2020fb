using System.Diagnostics;
using Npgsql;

namespace BotStudio.Tests.Support;

/// <summary>One throw-away PostgreSQL for the run, started by build/postgres.sh on first use; it ends with this process.</summary>
public static class Postgres
{
    private static readonly Lazy<Task<string>> Cluster = new(StartAsync);
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private static int databases;

    /// <summary>A database with the product's schema and no rows, as a copy of one that was migrated once (30-60 ms).</summary>
    public static async Task<string> CreateDatabaseAsync() => await CopyAsync(await Template.Value);

    /// <summary>A database without any table.</summary>
    public static Task<string> CreateEmptyDatabaseAsync() => CopyAsync("template1");

    public static async Task DropAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync($"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");
    }

    /// <summary>As if the server were gone: open connections are cut, new ones refused.</summary>
    public static async Task RefuseConnectionsAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"alter database {name} with allow_connections false");
        await ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    }

    /// <summary>As if the server were back.</summary>
    public static Task AllowConnectionsAsync(string connectionString) =>
        ExecuteAsync($"alter database {new NpgsqlConnectionStringBuilder(connectionString).Database} with allow_connections true");

    public static Task AcceptConnectionsAsync(string connectionString) =>
        ExecuteAsync($"alter database {new NpgsqlConnectionStringBuilder(connectionString).Database} with allow_connections true");

    private static async Task<string> CopyAsync(string template)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync($"create database {name} template {template}");
        return ConnectionString(await Cluster.Value, name);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        await ExecuteAsync("create database migrated");
        // A template must have no open connection, so none may go back to a pool.
        await Acts.MigrateAsync(ConnectionString(await Cluster.Value, "migrated") + ";Pooling=false");
        return "migrated";
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(await Cluster.Value, "postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string ConnectionString(string cluster, string database) =>
        new NpgsqlConnectionStringBuilder(cluster)
        {
            Database = database,
            MaxPoolSize = 20,
            IncludeErrorDetail = true,
        }.ConnectionString;

    private static async Task<string> StartAsync()
    {
        var script = new ProcessStartInfo(Checkout.Path("build/postgres.sh"), ["throwaway", $"{Environment.ProcessId}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(script)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim().Split('\n')[^1]
            : throw new InvalidOperationException($"PostgreSQL did not start:\n{await errors}");
    }
}

/// <summary>A class fixture: a migrated database of the class's own.</summary>
public sealed class Database : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync() => ConnectionString = await Postgres.CreateDatabaseAsync();

    public Task DisposeAsync() => Postgres.DropAsync(ConnectionString);
}
