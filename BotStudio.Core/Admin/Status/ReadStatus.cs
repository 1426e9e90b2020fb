using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Admin.Status;

public enum PartState
{
    Works,

    /// <summary>It works, but later or less than it should.</summary>
    Slow,

    Fails,
}

/// <summary>How the platform is at this moment, measured and not remembered. Nothing of any account is in it.</summary>
public sealed class ReadStatus(NpgsqlDataSource database, JobWorker worker, QueueDepth depth, TimeProvider clock)
{
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SlowQueue = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FailingQueue = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Of the connections checked lately, so many out of a hundred may have lost their token before Telegram itself is suspected.</summary>
    private const int SuspectPercent = 50;

    // Waiting jobs that are due, and how many of the connections looked at in the last half hour were not answered.
    private const string Sql = """
        select
            (select extract(epoch from $1 - min(due_at)) from jobs where state = 0 and due_at <= $1),
            (select count(*) from channel_connections where checked_at > $1 - interval '30 minutes'),
            (select count(*) from channel_connections where checked_at > $1 - interval '30 minutes' and failed_checks > 0)
        """;

    public async Task<PlatformStatus> RunAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        try
        {
            await using var command = database.CreateCommand(Sql);
            command.CommandTimeout = (int)Patience.TotalSeconds;
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            var took = clock.GetElapsedTime(began);
            var lag = reader.IsDBNull(0) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Max(0, (double)reader.GetDecimal(0)));
            return new PlatformStatus(
                now,
                took < SlowAnswer ? PartState.Works : PartState.Slow,
                took,
                StateOfQueue(lag),
                lag,
                StateOfChannels(reader.GetInt64(1), reader.GetInt64(2))
            );
        }
        catch (NpgsqlException)
        {
            // Without it nothing is accepted and nothing answered.
            return new PlatformStatus(now, PartState.Fails, null, PartState.Fails, null, PartState.Fails);
        }
    }

    private PartState StateOfQueue(TimeSpan lag) =>
        worker.ExecuteTask is not { IsCompleted: false } || lag > FailingQueue ? PartState.Fails
        : depth.IsOverLimit || lag > SlowQueue ? PartState.Slow
        : PartState.Works;

    private static PartState StateOfChannels(long asked, long unanswered) =>
        asked > 0 && unanswered * 100 > asked * SuspectPercent ? PartState.Slow : PartState.Works;
}

/// <param name="DatabaseTook">For a question and its answer; null when there was none.</param>
/// <param name="QueueLag">How long the oldest job that is due has waited; null when that is not known.</param>
public sealed record PlatformStatus(
    DateTimeOffset At,
    PartState Database,
    TimeSpan? DatabaseTook,
    PartState Queue,
    TimeSpan? QueueLag,
    PartState Channels
)
{
    public PartState Worst => (PartState)Math.Max((int)Database, Math.Max((int)Queue, (int)Channels));
}
