namespace BotStudio.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it: <c>Advance</c> fires what falls due on the way, in order, so that <c>Task.Delay(..., clock)</c>,
/// timers and time-outs need no waiting.
/// </summary>
public sealed class Clock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> watchers = [];
    private DateTimeOffset now;

    public Clock()
        : this(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)) { }

    public Clock(DateTimeOffset start) => now = start;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            now = end;
        }
    }

    /// <summary>Ends when at least this many timers are running: what a test waits for before it moves the clock past a delay.</summary>
    public Task WaitForTimersAsync(int count, CancellationToken ct = default)
    {
        lock (gate)
        {
            if (timers.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            watchers.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(20), ct);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Takes the earliest timer due until <paramref name="end"/>, and moves the clock to its time.</summary>
    private Timer? NextDue(DateTimeOffset end)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                now = next.Due > now ? next.Due : now;
                next.Reschedule();
            }

            return next;
        }
    }

    private void Schedule(Timer timer, DateTimeOffset? due, TimeSpan period)
    {
        lock (gate)
        {
            timers.Remove(timer);
            timer.Period = period;
            if (due is { } at)
            {
                timer.Due = at;
                timers.Add(timer);
            }

            foreach (var watcher in watchers.Where(watcher => timers.Count >= watcher.Count).ToArray())
            {
                watchers.Remove(watcher);
                watcher.Reached.SetResult();
            }
        }
    }

    private sealed class Timer(Clock clock, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; set; }

        public void Fire() => callback();

        /// <summary>Called with the clock's lock held.</summary>
        public void Reschedule() => clock.Schedule(this, Period > TimeSpan.Zero ? Due + Period : null, Period);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Schedule(this, dueTime < TimeSpan.Zero ? null : clock.GetUtcNow() + dueTime, period);
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
