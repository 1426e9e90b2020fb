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
                var parts = payload.Split(' ');
                if (long.TryParse(parts[0], CultureInfo.InvariantCulture, out var lane))
                {
                    int? draftId = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var id) ? id : null;
                    StopHere(lane, draftId);
                }
            }
        );
    }

    /// <summary>Dispose it when the answer is there.</summary>
    /// <param name="draftId">Under which the contact sees it grow.</param>
    public Running Begin(ClaimedJob job, int draftId, CancellationToken ct)
    {
        var answer = new Running(this, job.Lane, draftId, ct);
        if (job.Lane is { } lane)
        {
            running[lane] = answer;
        }

        return answer;
    }

    /// <summary>
    /// Something else came from the chat. Heard in this process only: whoever collects what belongs together looks for it at the end of the
    /// quiet time as well.
    /// </summary>
    public void MoreCame(long lane)
    {
        if (running.TryGetValue(lane, out var answer))
        {
            answer.HearMore();
        }
    }

    /// <summary>Breaks off what the model is thinking about for a chat, in whatever process that is.</summary>
    /// <param name="draftId">Only the answer that is shown under it; null for whichever it is.</param>
    public async Task StopAsync(long lane, int? draftId, CancellationToken ct)
    {
        if (StopHere(lane, draftId))
        {
            return;
        }

        await using var command = database.CreateCommand("select pg_notify($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Notifications.Stops });
        command.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = string.Create(CultureInfo.InvariantCulture, $"{lane} {draftId}") }
        );
        await command.ExecuteNonQueryAsync(ct);
    }

    public void Dispose() => subscription.Dispose();

    private bool StopHere(long lane, int? draftId)
    {
        if (!running.TryGetValue(lane, out var answer))
        {
            return false;
        }

        if (draftId is null || draftId == answer.DraftId)
        {
            answer.Stop();
        }

        return true;
    }

    public sealed class Running : IDisposable
    {
        private readonly RunningAnswers all;
        private readonly long? lane;
        private readonly CancellationToken ct;
        private readonly Lock gate = new();
        private readonly CancellationTokenSource either;
        private TaskCompletionSource more = NewSignal();
        private bool isKept;
        private bool isOver;

        internal Running(RunningAnswers all, long? lane, int draftId, CancellationToken ct)
        {
            this.all = all;
            this.lane = lane;
            DraftId = draftId;
            this.ct = ct;
            either = CancellationTokenSource.CreateLinkedTokenSource(ct);
            Token = either.Token;
        }

        public int DraftId { get; }

        /// <summary>Ends when the contact stops it, when it is broken off, and with the job.</summary>
        public CancellationToken Token { get; }

        /// <summary>By the contact: the job itself goes on.</summary>
        public bool IsStopped { get; private set; }

        /// <summary>Waits until something else comes from the chat; what came since the last time counts.</summary>
        /// <param name="orUntil">Ends the waiting as well; null for nothing else.</param>
        /// <returns>False when nothing has come.</returns>
        public async Task<bool> WaitForMoreAsync(TimeSpan atMost, Task? orUntil, TimeProvider clock, CancellationToken waiting)
        {
            Task signal;
            lock (gate)
            {
                signal = more.Task;
            }

            if (!signal.IsCompleted)
            {
                Task first = orUntil is null ? signal : Task.WhenAny(signal, orUntil);
                await first.WaitAsync(atMost, clock, waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            waiting.ThrowIfCancellationRequested();
            lock (gate)
            {
                if (!more.Task.IsCompleted)
                {
                    return false;
                }

                more = NewSignal();
                return true;
            }
        }

        /// <summary>Something was done that cannot be taken back: the answer is not asked for anew.</summary>
        public void Keep()
        {
            lock (gate)
            {
                isKept = true;
            }
        }

        /// <summary>Breaks it off to ask anew.</summary>
        /// <returns>False when it has to be taken as it is.</returns>
        public bool TryBreakOff()
        {
            lock (gate)
            {
                if (isKept)
                {
                    return false;
                }

                Cancel(byContact: false);
                return true;
            }
        }

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

        internal void Stop() => Cancel(byContact: true);

        internal void HearMore()
        {
            lock (gate)
            {
                more.TrySetResult();
            }
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Cancel(bool byContact)
        {
            lock (gate)
            {
                if (!isOver && !ct.IsCancellationRequested)
                {
                    IsStopped |= byContact;
                    either.Cancel();
                }
            }
        }
    }
}
