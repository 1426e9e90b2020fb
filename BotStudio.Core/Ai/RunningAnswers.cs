using System.Collections.Concurrent;
using System.Globalization;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Ai;

/// <summary>
/// The answers that models are thinking about in this process, by the lane of their chat, so that a contact who wants to stop need not wait for
/// one: their next message is behind it.
/// </summary>
public sealed class RunningAnswers : IDisposable
{
    private readonly NpgsqlDataSource database;
    private readonly ConcurrentDictionary<long, Running> running = new();
    private readonly IDisposable subscription;

    public RunningAnswers(NpgsqlDataSource database, Notifications notifications)
    {
        this.database = database;
        subscription = notifications.Subscribe(
            Notifications.Stops,
            payload =>
            {
                if (long.TryParse(payload, CultureInfo.InvariantCulture, out var lane))
                {
                    StopHere(lane);
                }
            }
        );
    }

    /// <summary>Dispose it when the answer is there.</summary>
    public Running Begin(ClaimedJob job, CancellationToken ct)
    {
        var answer = new Running(this, job.Lane, ct);
        if (job.Lane is { } lane)
        {
            running[lane] = answer;
        }

        return answer;
    }

    /// <summary>Breaks off what the model is thinking about for a chat, in whatever process that is.</summary>
    public async Task StopAsync(long lane, CancellationToken ct)
    {
        if (StopHere(lane))
        {
            return;
        }

        await using var command = database.CreateCommand("select pg_notify($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Notifications.Stops });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = lane.ToString(CultureInfo.InvariantCulture) });
        await command.ExecuteNonQueryAsync(ct);
    }

    public void Dispose() => subscription.Dispose();

    private bool StopHere(long lane)
    {
        if (!running.TryGetValue(lane, out var answer))
        {
            return false;
        }

        answer.Stop();
        return true;
    }

    public sealed class Running : IDisposable
    {
        private readonly RunningAnswers all;
        private readonly long? lane;
        private readonly CancellationToken ct;
        private readonly Lock gate = new();
        private readonly CancellationTokenSource either;
        private bool isOver;

        internal Running(RunningAnswers all, long? lane, CancellationToken ct)
        {
            this.all = all;
            this.lane = lane;
            this.ct = ct;
            either = CancellationTokenSource.CreateLinkedTokenSource(ct);
            Token = either.Token;
        }

        /// <summary>Ends when the contact stops it, and with the job.</summary>
        public CancellationToken Token { get; }

        /// <summary>By the contact: the job itself goes on.</summary>
        public bool IsStopped => Token.IsCancellationRequested && !ct.IsCancellationRequested;

        public void Dispose()
        {
            if (lane is { } key)
            {
                all.running.TryRemove(new KeyValuePair<long, Running>(key, this));
            }

            lock (gate)
            {
                isOver = true;
                either.Dispose();
            }
        }

        internal void Stop()
        {
            lock (gate)
            {
                if (!isOver)
                {
                    either.Cancel();
                }
            }
        }
    }
}
