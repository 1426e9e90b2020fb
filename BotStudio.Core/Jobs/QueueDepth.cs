using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Jobs;

/// <summary>How much work waits, looked up once a second. Over the limit, what comes from outside is asked to come later.</summary>
public sealed class QueueDepth(NpgsqlDataSource database, ILogger<QueueDepth> log) : BackgroundService
{
    /// <summary>Jobs that wait for a worker. At 1,000 jobs a second this is most of a minute's work.</summary>
    public const int Limit = 50_000;

    /// <summary>What senders over the limit are told to wait.</summary>
    public static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(5);

    private volatile int ready;

    public int Ready => ready;

    public bool IsOverLimit => ready >= Limit;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var command = database.CreateCommand(
                    $"select count(*)::int from (select 1 from jobs where state = 0 limit {Limit}) waiting"
                );
                ready = (int)(await command.ExecuteScalarAsync(stoppingToken))!;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it is: without this loop a queue that is full now would count as full for ever.
            catch (Exception e)
            {
                log.LogWarning("Cannot count the waiting jobs: {Reason}", e.Message);
            }
        }
    }
}
