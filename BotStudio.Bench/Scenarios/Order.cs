using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>Whether contacts who write five messages at once are answered in their order.</summary>
internal sealed class Order : IScenario
{
    private const int Burst = 5;

    public string Name => "order";

    public string What => $"bursts of {Burst} messages in one chat";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        rig.Model.Latency = TimeSpan.FromMilliseconds(300);
        var scripted = await RunAsync(rig, "scripted", new Traffic(Text.Ping, 100, rig.Pinging, Burst), ct);
        var asked = await RunAsync(rig, "AI", new Traffic(Text.Question, FixedRate.Usual, rig.Asking, Burst), ct);
        return new Findings([scripted, asked], [.. Promises(scripted), .. Promises(asked)]);
    }

    private static Task<Measurement> RunAsync(Rig rig, string kind, Traffic traffic, CancellationToken ct) =>
        new LoadRun(rig, rig.Options.Duration).RunAsync($"{kind}, bursts of {Burst}", traffic, ct);

    private static IEnumerable<Figure> Promises(Measurement run) =>
        [
            Figure.Lost(run),
            new Figure($"doubled: {run.What}", run.Doubled) { AtMost = 0 },
            new Figure($"out of order: {run.What}", run.OutOfOrder) { AtMost = 0 },
        ];
}
