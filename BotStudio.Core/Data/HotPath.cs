using Microsoft.Extensions.Configuration;
using Npgsql;

namespace BotStudio.Core.Data;

/// <summary>
/// Connections of the few statements that run for every message. They join small arrays with tables that are empty one second and full the next,
/// so the planner's statistics are always wrong and a plan made for the empty table would read the full one from end to end. Here it may only go
/// through indexes, row by row, and plans once.
/// </summary>
public sealed class HotPath(IConfiguration configuration) : IAsyncDisposable
{
    private const string Planning =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan";

    /// <summary>More would only wait for each other: a statement takes about a millisecond, and each writes for many messages.</summary>
    private const int MaxConnections = 16;

    public NpgsqlDataSource Database { get; } =
        new NpgsqlDataSourceBuilder(DatabaseUrl.ConnectionString(configuration))
        {
            ConnectionStringBuilder =
            {
                ApplicationName = "botstudio-messages",
                MaxPoolSize = MaxConnections,
                MaxAutoPrepare = 30,
                AutoPrepareMinUsages = 2,
                NoResetOnClose = true,
                Options = Planning,
            },
        }.Build();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
