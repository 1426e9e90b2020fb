using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>How fast an answer is on an ordinary day.</summary>
internal sealed class FixedRate(Text text) : IScenario
{
    public const double PerSecond = 20;

    public string Name => text == Text.Ping ? "fixed" : "ai";

    public string What =>
        text == Text.Ping ? $"{PerSecond:0} scripted replies a second" : $"{PerSecond:0} AI replies a second, model 300 ms, history of 10";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        rig.Model.Latency = TimeSpan.FromMilliseconds(300);
        var chats = text == Text.Ping ? rig.Pinging : rig.Asking;
        var run = await new LoadRun(rig, rig.Options.Duration).RunAsync(What, new Traffic(text, PerSecond, chats), ct);
        return new Findings([run], [Figure.Lost(run), .. text == Text.Ping ? Scripted(run) : WithAi(run, rig.Model.MostMessages)]);
    }

    private static IEnumerable<Figure> Scripted(Measurement run) =>
        [
            new Figure("accepted within (p95)", run.Ack?.P95, "ms") { AtMost = 8 },
            new Figure("answered within (p95)", run.EndToEnd?.P95, "ms") { AtMost = 20 },
        ];

    private static IEnumerable<Figure> WithAi(Measurement run, int mostMessages) =>
        [
            new Figure("added to the model's own time (p95)", run.WithoutModel?.P95, "ms") { AtMost = 15 },
            new Figure("messages in the longest question", mostMessages),
        ];
}
