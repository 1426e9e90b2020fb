using System.Globalization;
using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>
/// The highest rate that is sustained: nothing lost and 95 of 100 answers within a second. Faster until it fails twice, then the middle between
/// what passed and what failed.
/// </summary>
internal sealed class HighestRate(Text text) : IScenario
{
    private const double SlowestMs = 1000;
    private const double Factor = 1.6;

    /// <summary>Answered of what came in: a product that only just falls behind still answers within a second for a while.</summary>
    private const double LeastShare = 0.96;

    private const double TopPerSecond = 20_000;

    /// <summary>The search ends when what failed is not further from what passed than this.</summary>
    private const double Precision = 1.06;

    /// <summary>Of one rate: a step that failed while others used the machine is not held against the product.</summary>
    private const int MostTries = 4;

    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(30);

    public string Name => text == Text.Ping ? "max-fixed" : "max-ai";

    public string What => $"highest rate of {Replies} with 0 lost and p95 < 1 s";

    private string Replies => text == Text.Ping ? "scripted replies" : "AI replies";

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        rig.Model.Latency = TimeSpan.FromMilliseconds(300);
        var best = await SearchAsync(rig, ct);
        var figure = new Figure($"{Replies} a second", best?.PerSecond ?? 0) { AtLeast = text == Text.Ping ? 1000 : 700 };
        return new Findings(best is null ? [] : [best], [figure]);
    }

    private async Task<Measurement?> SearchAsync(Rig rig, CancellationToken ct)
    {
        Measurement? passed = null;
        double? failed = null;
        var rate = text == Text.Ping ? 200.0 : 150.0;
        while (rate is >= 1 and <= TopPerSecond && (failed is null || passed is null || failed / passed.PerSecond > Precision))
        {
            if (await TryAsync(rig, Math.Round(rate), ct) is { } run)
            {
                passed = run;
            }
            else
            {
                failed = rate;
            }

            rate =
                passed is null ? rate / 2
                : failed is null ? rate * Factor
                : Math.Sqrt(passed.PerSecond * failed.Value);
        }

        return passed;
    }

    /// <returns>The run that passed, or null when two failed.</returns>
    private async Task<Measurement?> TryAsync(Rig rig, double perSecond, CancellationToken ct)
    {
        var failures = 0;
        for (var tries = 0; tries < MostTries && failures < 2; tries++)
        {
            var duration = TimeSpan.FromSeconds(Math.Min(8, rig.Options.Seconds));
            var traffic = new Traffic(text, perSecond, text == Text.Ping ? rig.Pinging : rig.Asking);
            var run = await new LoadRun(rig, duration) { BreaksOffWhenBehind = true }.RunAsync($"{Replies}, highest rate", traffic, ct);
            var hasPassed = run.IsWhole && run.EndToEnd?.P95 < SlowestMs && run.AnsweredPerSecond >= LeastShare * run.ArrivedPerSecond;
            Tell(run, hasPassed);
            if (hasPassed)
            {
                return run;
            }

            failures += run.Usage is { WasDisturbed: true } ? 0 : 1;
            await LoadRun.SettleAsync(rig, LongestSettling, ct);
        }

        return null;
    }

    private static void Tell(Measurement run, bool hasPassed) =>
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {run.PerSecond:0}/s {(hasPassed ? "passed" : run.WasBrokenOff ? "broken off" : "failed")}: e2e {run.EndToEnd} ms, CPU {run.Usage?.ProductCpuMs} + {run.Usage?.DatabaseCpuMs} ms a message, others on this machine {run.Usage?.OtherCores} cores"
            )
        );
}
