using System.Diagnostics;
using System.Runtime.InteropServices;
using BotStudio.Bench.Product;

namespace BotStudio.Bench.Load;

/// <summary>Sends traffic for a while, waits for the answers and says what came of it.</summary>
internal sealed class LoadRun(Rig rig, TimeSpan duration)
{
    /// <summary>An overloaded product is not flooded further: that many seconds' worth may be unanswered.</summary>
    private const double MostSecondsBehind = 3;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>For copies of an answer that come after it.</summary>
    private static readonly TimeSpan WaitForDoubles = TimeSpan.FromMilliseconds(300);

    /// <summary>Left out of latencies and CPU: connections open, code warms up.</summary>
    private readonly TimeSpan warmUp = TimeSpan.FromSeconds(Math.Min(3, duration.TotalSeconds / 4));

    /// <summary>How long to wait for what is not answered when the load ends.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>End early when far more is sent than answered.</summary>
    public bool BreaksOffWhenBehind { get; init; }

    /// <summary>Off where the product dies meanwhile.</summary>
    public bool ReadsUsage { get; init; } = true;

    /// <summary>All updates of the run.</summary>
    public IReadOnlyList<Update> Updates { get; private set; } = [];

    public async Task<Measurement> RunAsync(string what, Traffic traffic, CancellationToken ct) =>
        (await RunAsync([(what, traffic)], ct))[0];

    /// <summary>Kinds of traffic side by side, each with a text of its own.</summary>
    public async Task<IReadOnlyList<Measurement>> RunAsync(IReadOnlyList<(string What, Traffic Traffic)> kinds, CancellationToken ct)
    {
        rig.Ledger.Begin();
        var refusedBefore = rig.Refused();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var arriving = new Arrivals(rig.Ledger, [.. kinds.Select(kind => kind.Traffic)], duration).RunAsync(stop.Token);

        await Task.Delay(warmUp, ct);
        var before = Reading.Of(rig, ReadsUsage);
        var wasBrokenOff = await WaitForArrivalsAsync(arriving, kinds.Sum(kind => kind.Traffic.PerSecond), stop, ct);
        var after = Reading.Of(rig, ReadsUsage);
        await WaitForAnswersAsync(wasBrokenOff ? TimeSpan.Zero : Patience, ct);

        Updates = rig.Ledger.Updates;
        foreach (var chat in kinds.SelectMany(kind => kind.Traffic.Chats))
        {
            chat.Bot.GiveUp(chat);
        }

        var refused = rig.Refused().ToDictionary(pair => pair.Key, pair => pair.Value - refusedBefore.GetValueOrDefault(pair.Key));
        var usage = ReadsUsage ? after.Since(before, Answered(Updates, before, after)) : null;
        return
        [
            .. kinds.Select(kind =>
                Measure(kind.What, kind.Traffic, before, after) with
                {
                    Refused = refused.Where(pair => pair.Value > 0).ToDictionary(),
                    Others = rig.Ledger.CountNow().Others,
                    Usage = usage,
                    WasBrokenOff = wasBrokenOff,
                }
            ),
        ];
    }

    /// <summary>Waits until nothing is unanswered, or nothing has come for a while: what an overload left behind must not spoil the next run.</summary>
    public static async Task SettleAsync(Rig rig, TimeSpan patience, CancellationToken ct)
    {
        var quiet = TimeSpan.FromSeconds(2);
        var (start, last, lastChange) = (Stopwatch.GetTimestamp(), -1L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(start) < patience && Stopwatch.GetElapsedTime(lastChange) < quiet)
        {
            if (rig.BotApi.Sent != last)
            {
                (last, lastChange) = (rig.BotApi.Sent, Stopwatch.GetTimestamp());
            }

            await Task.Delay(100, ct);
        }
    }

    private async Task<bool> WaitForArrivalsAsync(Task arriving, double perSecond, CancellationTokenSource stop, CancellationToken ct)
    {
        var mostOpen = Math.Max(60, perSecond * MostSecondsBehind);
        while (await Task.WhenAny(arriving, Task.Delay(LookEvery, ct)) != arriving)
        {
            ct.ThrowIfCancellationRequested();
            if (BreaksOffWhenBehind && rig.Ledger.CountNow().Open > mostOpen)
            {
                await stop.CancelAsync();
                await arriving;
                return true;
            }
        }

        await arriving;
        return false;
    }

    private async Task WaitForAnswersAsync(TimeSpan patience, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        while (rig.Ledger.CountNow().Open > 0 && Stopwatch.GetElapsedTime(start) < patience)
        {
            await Task.Delay(LookEvery, ct);
        }

        await Task.Delay(WaitForDoubles, ct);
    }

    private static int Answered(IEnumerable<Update> updates, Reading before, Reading after) =>
        updates.Count(update => update.AnsweredAt > before.At && update.AnsweredAt <= after.At);

    private Measurement Measure(string what, Traffic traffic, Reading before, Reading after)
    {
        var seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
        var own = Updates.Where(update => update.Text == traffic.Text).ToList();
        var measured = own.Where(update => update.Due >= before.At).ToList();
        var answered = measured.Where(update => update.AnsweredAt != 0).ToList();
        return new Measurement
        {
            What = what,
            PerSecond = traffic.PerSecond,
            ArrivedPerSecond = Math.Round(measured.Count / seconds, 1),
            AnsweredPerSecond = Math.Round(Answered(own, before, after) / seconds, 1),
            Sent = own.Count,
            Accepted = own.Count(update => update.AcceptedAt != 0),
            Answered = own.Count(update => update.AnsweredAt != 0),
            Lost = own.Count(update => update.IsLost),
            NeverAccepted = own.Count(update => update is { AcceptedAt: 0, AnsweredAt: 0 }),
            Doubled = own.Sum(update => update.Doubles),
            OutOfOrder = own.Count(update => update.IsOutOfOrder),
            Others = 0,
            Refused = new Dictionary<string, int>(),
            Ack = Percentiles.Of(measured.Where(update => update.AcceptedAt != 0).Select(update => update.AckTicks)),
            EndToEnd = Percentiles.Of(answered.Select(update => update.AnsweredAt - update.Due)),
            WithoutModel = traffic is { Text: Text.Question, Burst: 1 }
                ? Percentiles.Of(answered.Select(update => update.AnsweredAt - update.Due - update.ModelTicks))
                : null,
            FirstShown = Percentiles.Of(
                answered
                    .Where(update => update is { FirstPieceAt: > 0, FirstShownAt: > 0 })
                    .Select(update => update.FirstShownAt - update.FirstPieceAt)
            ),
            LoadLag = Percentiles.Of(measured.Where(update => update.SentAt != 0).Select(update => update.SentAt - update.Due)),
        };
    }

    /// <summary>Counters at one moment.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Reading(
        long At,
        double Product,
        double Database,
        double Load,
        double Machine,
        double RssMb,
        double PeakRssMb
    )
    {
        public static Reading Of(Rig rig, bool readsUsage) =>
            readsUsage
                ? new Reading(
                    Stopwatch.GetTimestamp(),
                    ProcessUsage.CpuSeconds(rig.Product.ProcessId),
                    ProcessUsage.CpuSeconds(rig.Database.ProcessId),
                    Environment.CpuUsage.TotalTime.TotalSeconds,
                    ProcessUsage.MachineCpuSeconds(),
                    ProcessUsage.RssMb(rig.Product.ProcessId),
                    ProcessUsage.PeakRssMb(rig.Product.ProcessId)
                )
                : new Reading { At = Stopwatch.GetTimestamp() };

        public Usage Since(Reading before, int answered)
        {
            var seconds = Stopwatch.GetElapsedTime(before.At, At).TotalSeconds;
            var (product, database, load) = (Product - before.Product, Database - before.Database, Load - before.Load);
            return new Usage(
                Math.Round(product * 1000 / Math.Max(1, answered), 3),
                Math.Round(database * 1000 / Math.Max(1, answered), 3),
                Math.Round(product / seconds, 2),
                Math.Round(database / seconds, 2),
                Math.Round(load / seconds, 2),
                Math.Round(Math.Max(0, (Machine - before.Machine - product - database - load) / seconds), 2),
                RssMb,
                PeakRssMb
            );
        }
    }
}
