using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>How soon a contact sees what a model has begun to say.</summary>
internal sealed class Streaming : IScenario
{
    private const double PerSecond = 5;

    /// <summary>Long enough that nobody waits any more for what else the contact may write.</summary>
    private static readonly TimeSpan FirstPieceAfter = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan PieceEvery = TimeSpan.FromMilliseconds(100);

    public string Name => "stream";

    public string What => $"streamed answers at {PerSecond:0} a second, a word each {PieceEvery.TotalMilliseconds:0} ms";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        (rig.Model.Latency, rig.Model.PieceEvery) = (FirstPieceAfter, PieceEvery);
        try
        {
            var run = await new LoadRun(rig, rig.Options.Duration).RunAsync(
                "streamed answers",
                new Traffic(Text.Question, PerSecond, rig.Asking),
                ct
            );
            return new Findings(
                [run],
                [
                    Figure.Lost(run),
                    new Figure("doubled: " + run.What, run.Doubled) { AtMost = 0 },
                    new Figure("first piece shown within (p95)", run.FirstShown?.P95, "ms") { AtMost = 60 },
                ]
            );
        }
        finally
        {
            rig.Model.PieceEvery = TimeSpan.Zero;
        }
    }
}
