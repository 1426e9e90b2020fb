namespace BotStudio.Tests.Support;

/// <summary>
/// Runs like the system's clock until a test jumps ahead: then whatever falls due on the way is due at once. So a pause of an hour costs no time,
/// and nothing that really takes time (a database, a socket) has to be waited for with a clock that stands still.
/// </summary>
public sealed class JumpingClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<JumpingTimer> timers = [];
    private long aheadTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Jump(TimeSpan ahead)
    {
        lock (gate)
        {
            Interlocked.Add(ref aheadTicks, ahead.Ticks);
            foreach (var timer in timers)
            {
                timer.Restart();
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new JumpingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class JumpingTimer : ITimer
    {
        private readonly JumpingClock clock;
        private readonly ITimer real;
        private DateTimeOffset? due;
        private TimeSpan period;

        public JumpingTimer(JumpingClock clock, TimerCallback callback, object? state)
        {
            this.clock = clock;
            real = System.CreateTimer(_ => Fire(callback, state), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                this.period = period;
                due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime;
                if (due is null)
                {
                    clock.timers.Remove(this);
                    return real.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }

                clock.timers.Add(this);
                return real.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }

        public void Restart()
        {
            var left = due!.Value - clock.GetUtcNow();
            real.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }

            real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(TimerCallback callback, object? state)
        {
            Change(period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan, period);
            callback(state);
        }
    }
}
