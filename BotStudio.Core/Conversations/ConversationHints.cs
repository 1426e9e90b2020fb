using System.Collections.Concurrent;
using BotStudio.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Conversations;

/// <summary>
/// Tells every process in whose conversations something was said: at once, then at most ten times a second. Apart from the turns' own
/// transactions, because NOTIFY makes commits wait for each other.
/// </summary>
public sealed class ConversationHints(NpgsqlDataSource database, TimeProvider clock, ILogger<ConversationHints> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Ids in one hint; PostgreSQL takes payloads below 8,000 bytes.</summary>
    private const int MostIds = 200;

    private readonly ConcurrentDictionary<Guid, byte> changed = new();
    private readonly SemaphoreSlim some = new(0);

    public void Changed(Guid botId)
    {
        if (changed.TryAdd(botId, 0))
        {
            some.Release();
        }
    }

    public override void Dispose()
    {
        some.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await some.WaitAsync(stoppingToken);
                await TellAsync(stoppingToken);
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it is: only a hint, and pages read again when the connection is back.
            catch (Exception e)
            {
                log.LogWarning("Cannot tell what was said: {Reason}", e.Message);
            }
        }
    }

    private async Task TellAsync(CancellationToken ct)
    {
        var ids = changed.Keys.Take(MostIds).ToList();
        foreach (var id in ids)
        {
            changed.TryRemove(id, out _);
        }

        if (ids.Count > 0)
        {
            await using var command = database.CreateCommand($"select pg_notify('{Notifications.Conversations}', $1)");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Join(',', ids) });
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
