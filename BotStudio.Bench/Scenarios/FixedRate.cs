using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>How fast an answer is on an ordinary day.</summary>
internal sealed class FixedRate(Text text) : IScenario
{
    /// <summary>Messages a second, unless the command line says otherwise. The bars are for it.</summary>
    public const int Usual = 20;

    public string Name => text == Text.Ping ? "fixed" : "ai";

    public string What =>
        text == Text.Ping ? "scripted replies at a fixed rate" : "AI replies at a fixed rate, model 300 ms, history of 10";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        rig.Model.Latency = TimeSpan.FromMilliseconds(300);
        var chats = text == Text.Ping ? rig.Pinging : rig.Asking;
        var traffic = new Traffic(text, rig.Options.PerSecond, chats);
        var run = await new LoadRun(rig, rig.Options.Duration).RunAsync(text == Text.Ping ? "scripted replies" : "AI replies", traffic, ct);
        return new Findings(
            [run],
            [
                Figure.Lost(run),
                .. text == Text.Question ? [new Figure("messages in the longest question", rig.Model.MostMessages)] : Array.Empty<Figure>(),
                .. rig.Options.PerSecond == Usual ? Promises(run) : [],
            ]
        );
    }

    private IEnumerable<Figure> Promises(Measurement run) =>
        text == Text.Ping
            ?
            [
                new Figure("accepted within (p95)", run.Ack?.P95, "ms") { AtMost = 8 },
                new Figure("answered within (p95)", run.EndToEnd?.P95, "ms") { AtMost = 20 },
            ]
            : [new Figure("added to the model's own time (p95)", run.WithoutModel?.P95, "ms") { AtMost = 15 }];
}
