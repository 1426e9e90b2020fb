using System.Collections.Concurrent;

namespace BotStudio.Tests.Support;

/// <summary>
/// A clock for code that pauses between tries: a pause no longer than <paramref name="upTo"/> is over at once and moves the time on; a longer
/// one (a time limit) ends when the pauses or <see cref="Advance"/> have moved the time that far.
/// </summary>
public sealed class HurryingClock(TimeSpan upTo) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> waiting = [];
    private DateTimeOffset now = new(2026, 3, 5, 14, 5, 0, TimeSpan.Zero);

    /// <summary>The pauses that were hurried through, in order.</summary>
    public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan time)
    {
        Timer[] due;
        lock (gate)
        {
            now += time;
            due = [.. waiting.Where(timer => timer.Due <= now)];
            waiting.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        Start(timer, dueTime);
        return timer;
    }

    private void Start(Timer timer, TimeSpan dueTime)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            Stop(timer);
            return;
        }

        lock (gate)
        {
            timer.Due = now + dueTime;
            waiting.Remove(timer);
            waiting.Add(timer);
        }

        if (dueTime <= upTo)
        {
            Pauses.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }
    }

    private void Stop(Timer timer)
    {
        lock (gate)
        {
            waiting.Remove(timer);
        }
    }

    private sealed class Timer(HurryingClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Start(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Stop(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
