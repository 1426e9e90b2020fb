using System.Runtime.InteropServices;
using BotStudio.Bench;
using BotStudio.Bench.Load;
using BotStudio.Bench.Report;
using BotStudio.Bench.Scenarios;

using var stop = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = BenchOptions.Parse(args);
    await using var rig = new Rig(options);
    Tell($"Starting the product and making {Rig.Bots} bots");
    await rig.StartAsync(stop.Token);
    Tell("Warming up");
    await WarmUpAsync(rig, stop.Token);

    var all = new List<(IScenario Scenario, Findings Findings)>();
    foreach (var scenario in options.Scenarios)
    {
        Tell($"{scenario.Name}: {scenario.What}");
        var findings = await scenario.RunAsync(rig, stop.Token);
        all.Add((scenario, findings));
        if (findings.Runs.Max(run => run.Usage?.OtherCores) is > Usage.ManyOtherCores and var cores)
        {
            Tell($"  Others used up to {cores} cores of this machine meanwhile: measure again when it is quiet.");
        }
    }

    await JsonReport.WriteAsync(options.Json, rig.Database, all, stop.Token);
    Console.WriteLine();
    Console.WriteLine(Table.Of(all));
    Tell($"The same figures as JSON: {options.Json}");
    return 0;
}
catch (BenchException e)
{
    Tell(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

// The first messages load assemblies and compile code: that is the start's cost, not theirs.
static async Task WarmUpAsync(Rig rig, CancellationToken ct)
{
    var duration = TimeSpan.FromSeconds(Math.Min(5, rig.Options.Seconds));
    await new LoadRun(rig, duration).RunAsync("warm-up", new Traffic(Text.Ping, 50, rig.Pinging), ct);
    await new LoadRun(rig, duration).RunAsync("warm-up", new Traffic(Text.Question, 20, rig.Asking), ct);
}

static void Tell(string line) => Console.Error.WriteLine(line);
