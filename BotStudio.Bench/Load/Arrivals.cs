using System.Diagnostics;

namespace BotStudio.Bench.Load;

/// <summary>
/// An open loop: messages come when they are due (a Poisson process), however slow the answers are, so that a stalled product cannot hide behind
/// the load. On a thread of its own, because the pool's may all be busy.
/// </summary>
internal sealed class Arrivals(Ledger ledger, IReadOnlyList<Traffic> traffic, TimeSpan duration)
{
    private readonly Random random = new(42);

    /// <summary>Done when the last message is on its way, or soon after a cancellation.</summary>
    public Task RunAsync(CancellationToken ct) =>
        Task.Factory.StartNew(() => Run(ct), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var next = traffic.Select(each => start + Gap(each)).ToArray();
        var turn = new int[traffic.Count];
        while (!ct.IsCancellationRequested)
        {
            var i = Array.IndexOf(next, next.Min());
            if (next[i] >= end || !WaitUntil(next[i], ct))
            {
                return;
            }

            var each = traffic[i];
            var chat = each.Chats[turn[i]++ % each.Chats.Count];
            for (var written = 0; written < each.Burst; written++)
            {
                chat.Bot.Send(ledger.Add(chat, each.Text, next[i]));
            }

            next[i] += Gap(each);
        }
    }

    private long Gap(Traffic each) => (long)(-Math.Log(1 - random.NextDouble()) * each.Burst / each.PerSecond * Stopwatch.Frequency);

    /// <summary>Up to a millisecond late; that counts as latency.</summary>
    private static bool WaitUntil(long due, CancellationToken ct)
    {
        while (due - Stopwatch.GetTimestamp() is > 0 and var left)
        {
            var pause = Math.Max(1, left * 1000 / Stopwatch.Frequency);
            if (ct.WaitHandle.WaitOne((int)Math.Min(pause, 1000)))
            {
                return false;
            }
        }

        return true;
    }
}
