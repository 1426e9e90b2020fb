using BotStudio.Bench.Load;
using BotStudio.Bench.Product;

namespace BotStudio.Bench.Scenarios;

/// <summary>What it costs that a thousand conversations wait for a slow model at the same time.</summary>
internal sealed class Crowd : IScenario
{
    private const int Waiting = 1_000;

    /// <summary>Contacts of a bot: more than wait, so that nobody writes again before they are answered.</summary>
    private const int ChatsOfBot = 200;

    private static readonly TimeSpan ModelTakes = TimeSpan.FromSeconds(5);

    public string Name => "crowd";

    public string What => $"{Waiting} conversations that wait {ModelTakes.TotalSeconds:0} s for a model at a time";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        rig.Model.Latency = ModelTakes;
        var chats = rig.NewChats(rig.Senders, ChatsOfBot);
        var run = await new LoadRun(rig, rig.Options.Duration).RunAsync(
            "those that wait",
            new Traffic(Text.Question, Waiting / ModelTakes.TotalSeconds, chats),
            ct
        );
        return new Findings(
            [run],
            [
                Figure.Lost(run),
                new Figure("added to the model's own time (p95)", run.WithoutModel?.P95, "ms"),
                new Figure("memory with all of them waiting", ProcessUsage.PeakRssMb(rig.Product.ProcessId), "MB") { AtMost = 400 },
            ]
        );
    }
}
