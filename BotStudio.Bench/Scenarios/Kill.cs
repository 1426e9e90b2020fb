using System.Diagnostics;
using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>kill -9 in the middle of the load, and a new process half a second later.</summary>
internal sealed class Kill : IScenario
{
    private const double PerSecond = 100;

    private static readonly TimeSpan PauseBeforeRestart = TimeSpan.FromMilliseconds(500);

    public string Name => "kill";

    public string What => $"kill -9 at {PerSecond:0} messages a second, restart {PauseBeforeRestart.TotalSeconds} s later";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        rig.Model.Latency = TimeSpan.FromMilliseconds(300);
        var (scripted, scriptedFigures) = await RunAsync(rig, "scripted", new Traffic(Text.Ping, PerSecond, rig.Pinging), ct);
        var (asked, askedFigures) = await RunAsync(rig, "AI", new Traffic(Text.Question, PerSecond, rig.Asking), ct);
        return new Findings([scripted, asked], [.. scriptedFigures, .. askedFigures]);
    }

    private static async Task<(Measurement Run, IEnumerable<Figure> Figures)> RunAsync(
        Rig rig,
        string kind,
        Traffic traffic,
        CancellationToken ct
    )
    {
        var load = new LoadRun(rig, rig.Options.Duration) { ReadsUsage = false, Patience = TimeSpan.FromSeconds(30) };
        var killing = KillAsync(rig, rig.Options.Duration / 2, ct);
        var run = await load.RunAsync($"{kind}, kill -9 in the middle", traffic, ct);
        var killedAt = await killing;

        var firstNew = load
            .Updates.Where(update => update.Due > killedAt && update.AnsweredAt != 0)
            .Min(update => (long?)update.AnsweredAt);
        return (
            run,
            [
                new Figure($"accepted, but never answered: {kind}", run.Lost) { AtMost = 0 },
                new Figure($"never accepted: {kind}", run.NeverAccepted) { AtMost = 0 },
                new Figure($"answered twice: {kind}", run.Doubled),
                new Figure(
                    $"kill to the first reply to a new message: {kind}",
                    firstNew is { } first ? Math.Round(Stopwatch.GetElapsedTime(killedAt, first).TotalSeconds, 2) : null,
                    "s"
                )
                {
                    AtMost = 3,
                },
            ]
        );
    }

    /// <returns>When it was dead.</returns>
    private static async Task<long> KillAsync(Rig rig, TimeSpan after, CancellationToken ct)
    {
        await Task.Delay(after, ct);
        await rig.Product.KillAsync();
        var killedAt = Stopwatch.GetTimestamp();
        await Task.Delay(PauseBeforeRestart, ct);
        await rig.Product.StartAsync(ct);
        return killedAt;
    }
}
