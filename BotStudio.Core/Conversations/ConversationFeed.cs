using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BotStudio.Core.Data;

namespace BotStudio.Core.Conversations;

/// <summary>Lets a page hear, within milliseconds and on any process, that something was said to or by its bot, or that the bot itself changed.</summary>
public sealed class ConversationFeed : IDisposable
{
    /// <summary>Between two signals to one watcher: a busy bot is read a few times a second, not once a message.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Watcher, byte> watchers = new();
    private readonly Notifications notifications;
    private readonly TimeProvider clock;
    private readonly IDisposable[] subscriptions;

    public ConversationFeed(Notifications notifications, TimeProvider clock)
    {
        this.notifications = notifications;
        this.clock = clock;
        subscriptions = [notifications.Subscribe(Notifications.Conversations, Tell), notifications.Subscribe(Notifications.Bots, Tell)];
        notifications.Reconnected += TellAll;
    }

    /// <summary>
    /// A signal at once, then one for all that happened since the one before; ends quietly when <paramref name="ct"/> is cancelled. Whoever reads
    /// afresh on each signal misses nothing, however many hints came or were lost meanwhile.
    /// </summary>
    public async IAsyncEnumerable<Changed> WatchAsync(Guid botId, [EnumeratorCancellation] CancellationToken ct)
    {
        var watcher = new Watcher(botId.ToString());
        watchers[watcher] = 0;
        await using var end = ct.Register(watcher.Stop);
        try
        {
            yield return default;
            while (await watcher.WaitAsync())
            {
                yield return default;
                await Task.Delay(Pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            watchers.TryRemove(watcher, out _);
        }
    }

    public void Dispose()
    {
        notifications.Reconnected -= TellAll;
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }

    /// <param name="botIds">One id, or several separated by commas.</param>
    private void Tell(string botIds)
    {
        foreach (var (watcher, _) in watchers)
        {
            if (botIds.Contains(watcher.BotId, StringComparison.OrdinalIgnoreCase))
            {
                watcher.Signal();
            }
        }
    }

    private void TellAll()
    {
        foreach (var (watcher, _) in watchers)
        {
            watcher.Signal();
        }
    }

    /// <summary>Something changed; what, is to be read.</summary>
    public readonly record struct Changed;

    private sealed class Watcher(string botId)
    {
        /// <summary>Room for one: a signal that is not yet heard stands for all that follow it.</summary>
        private readonly Channel<Changed> signals = Channel.CreateBounded<Changed>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
        );

        public string BotId => botId;

        public void Signal() => signals.Writer.TryWrite(default);

        public void Stop() => signals.Writer.TryComplete();

        /// <returns>False once it was stopped.</returns>
        public async ValueTask<bool> WaitAsync() => await signals.Reader.WaitToReadAsync() && signals.Reader.TryRead(out _);
    }
}
