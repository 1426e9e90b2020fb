using BotStudio.Bench.Product;

namespace BotStudio.Bench.Scenarios;

/// <summary>What the product costs while nobody writes, and how soon it is there.</summary>
internal sealed class Idle : IScenario
{
    private const int Starts = 3;

    public string Name => "idle";

    public string What => $"memory, CPU and start time with {Rig.Bots} bots";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        var (afterTraffic, _) = await RestAsync(rig, ct);
        var starts = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await rig.Product.StopAsync();
            starts.Add((await rig.Product.StartAsync(ct)).TotalSeconds);
        }

        var (afterStart, cpu) = await RestAsync(rig, ct);
        return new Findings(
            [],
            [
                new Figure("start until ready (median of 3)", Math.Round(starts.Order().ElementAt(Starts / 2), 2), "s"),
                new Figure("memory after the start", afterStart, "MB") { AtMost = 220 },
                new Figure("memory after some traffic", afterTraffic, "MB") { AtMost = 220 },
                new Figure("CPU while nobody writes", cpu, "% of a core"),
            ]
        );
    }

    private static async Task<(double RssMb, double CpuPercent)> RestAsync(Rig rig, CancellationToken ct)
    {
        var rest = TimeSpan.FromSeconds(Math.Min(10, rig.Options.Seconds));
        await Task.Delay(rest / 2, ct);
        var before = ProcessUsage.CpuSeconds(rig.Product.ProcessId);
        await Task.Delay(rest / 2, ct);
        var used = ProcessUsage.CpuSeconds(rig.Product.ProcessId) - before;
        return (ProcessUsage.RssMb(rig.Product.ProcessId), Math.Round(used / (rest / 2).TotalSeconds * 100, 1));
    }
}
