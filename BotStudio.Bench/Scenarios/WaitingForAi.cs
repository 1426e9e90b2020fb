using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>Whether conversations that wait for a slow model hold up those that do not.</summary>
internal sealed class WaitingForAi : IScenario
{
    private const double ScriptedPerSecond = 100;
    private const int Waiting = 300;

    private static readonly TimeSpan ModelTakes = TimeSpan.FromSeconds(2);

    public string Name => "waiting";

    public string What =>
        $"{ScriptedPerSecond:0} scripted replies a second beside {Waiting} conversations that wait {ModelTakes.TotalSeconds:0} s for a model";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        var scripted = new Traffic(Text.Ping, ScriptedPerSecond, rig.Pinging);
        var alone = await new LoadRun(rig, rig.Options.Duration).RunAsync($"{ScriptedPerSecond:0}/s scripted, alone", scripted, ct);

        rig.Model.Latency = ModelTakes;
        var questions = new Traffic(Text.Question, Waiting / ModelTakes.TotalSeconds, rig.Asking);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = AverageInFlightAsync(rig, end.Token);
        var runs = await new LoadRun(rig, rig.Options.Duration).RunAsync(
            [($"{ScriptedPerSecond:0}/s scripted, beside {Waiting} that wait", scripted), ("those that wait", questions)],
            ct
        );
        await end.CancelAsync();

        return new Findings(
            [alone, .. runs],
            [
                Figure.Lost(runs[0]),
                Figure.Lost(runs[1]),
                new Figure("conversations waiting, on average", await watching),
                new Figure("added to the model's own time (p95)", runs[1].WithoutModel?.P95, "ms") { AtMost = 40 },
                new Figure(
                    "scripted replies slower by (p95)",
                    Math.Round((runs[0].EndToEnd?.P95 - alone.EndToEnd?.P95) ?? double.NaN, 1),
                    "ms"
                )
                {
                    AtMost = 10,
                },
            ]
        );
    }

    /// <summary>From when the first have been answered until the load ends.</summary>
    private static async Task<double> AverageInFlightAsync(Rig rig, CancellationToken ct)
    {
        await Task.Delay(ModelTakes, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var samples = new List<int>();
        var end =
            TimeProvider.System.GetTimestamp()
            + (long)((rig.Options.Duration - ModelTakes).TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!ct.IsCancellationRequested && TimeProvider.System.GetTimestamp() < end)
        {
            samples.Add(rig.Model.InFlight);
            await Task.Delay(100, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Math.Round(samples.DefaultIfEmpty().Average());
    }
}
