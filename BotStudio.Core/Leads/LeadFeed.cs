using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads;

/// <summary>Lets a page hear, within milliseconds and on any process, that something changed about its account's leads.</summary>
public sealed class LeadFeed : IDisposable
{
    /// <summary>Between two signals to one watcher.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Watcher, byte> watchers = new();
    private readonly Notifications notifications;
    private readonly TimeProvider clock;
    private readonly IDisposable subscription;

    public LeadFeed(Notifications notifications, TimeProvider clock)
    {
        this.notifications = notifications;
        this.clock = clock;
        subscription = notifications.Subscribe(Notifications.Leads, Tell);
        notifications.Reconnected += TellAll;
    }

    /// <summary>
    /// A signal at once, then one for all that happened since the one before; ends quietly when <paramref name="ct"/> is cancelled. Whoever reads afresh on each
    /// signal misses nothing, however many hints came or were lost meanwhile.
    /// </summary>
    public async IAsyncEnumerable<Changed> WatchAsync(Guid accountId, [EnumeratorCancellation] CancellationToken ct)
    {
        var watcher = new Watcher(accountId.ToString());
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
        subscription.Dispose();
    }

    /// <summary>Heard once <paramref name="db"/> has committed.</summary>
    internal static Task TellAsync(BotStudioDb db, Guid accountId, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Leads}, {accountId.ToString()})", ct);

    private void Tell(string accountId)
    {
        foreach (var (watcher, _) in watchers)
        {
            if (watcher.AccountId.Equals(accountId, StringComparison.OrdinalIgnoreCase))
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

    private sealed class Watcher(string accountId)
    {
        /// <summary>Room for one: a signal that is not yet heard stands for all that follow it.</summary>
        private readonly Channel<Changed> signals = Channel.CreateBounded<Changed>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
        );

        public string AccountId => accountId;

        public void Signal() => signals.Writer.TryWrite(default);

        public void Stop() => signals.Writer.TryComplete();

        /// <returns>False once it was stopped.</returns>
        public async ValueTask<bool> WaitAsync() => await signals.Reader.WaitToReadAsync() && signals.Reader.TryRead(out _);
    }
}
