namespace BotStudio.Tests.Support;

public sealed class ClockTests
{
    private readonly Clock clock = new();

    [Fact]
    public async Task A_delay_ends_when_the_clock_reaches_it()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), clock);

        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(delay.IsCompleted);

        clock.Advance(TimeSpan.FromMinutes(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Timers_fire_in_the_order_and_at_the_time_they_are_due()
    {
        var fired = new List<(string Name, TimeSpan At)>();
        var start = clock.Now;
        using var late = clock.CreateTimer(
            _ => fired.Add(("late", clock.Now - start)),
            null,
            TimeSpan.FromSeconds(5),
            Timeout.InfiniteTimeSpan
        );
        using var every = clock.CreateTimer(
            _ => fired.Add(("every", clock.Now - start)),
            null,
            TimeSpan.FromSeconds(2),
            TimeSpan.FromSeconds(2)
        );

        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(
            [
                ("every", TimeSpan.FromSeconds(2)),
                ("every", TimeSpan.FromSeconds(4)),
                ("late", TimeSpan.FromSeconds(5)),
                ("every", TimeSpan.FromSeconds(6)),
            ],
            fired
        );
    }

    [Fact]
    public void A_timer_that_was_disposed_stays_silent()
    {
        var fired = false;
        clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(fired);
    }

    [Fact]
    public async Task A_test_can_wait_until_somebody_waits_for_the_clock()
    {
        var someoneWaits = clock.WaitForTimersAsync(1);
        Assert.False(someoneWaits.IsCompleted);

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30), clock);

        await someoneWaits;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(timeout.IsCancellationRequested);
    }
}
