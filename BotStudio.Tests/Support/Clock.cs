namespace BotStudio.Tests.Support;

/// <summary>A clock that stands still until it is moved; its timers never fire.</summary>
public sealed class Clock : TimeProvider
{
    private DateTimeOffset now = new(2026, 3, 5, 14, 5, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan time) => now += time;
}
