using System.Globalization;
using BotStudio.Bench.Scenarios;

namespace BotStudio.Bench;

/// <param name="Scenarios">What to run, in the order of <see cref="AllScenarios"/>.</param>
/// <param name="Seconds">How long each load lasts.</param>
/// <param name="PerSecond">Messages a second where the scenario is about a fixed rate.</param>
/// <param name="Json">Where the figures go.</param>
/// <param name="Program">The published product.</param>
/// <param name="Folder">Where the private PostgreSQL lives; logs and files go there, too.</param>
internal sealed record BenchOptions(
    IReadOnlyList<IScenario> Scenarios,
    int Seconds,
    int PerSecond,
    string Json,
    string Program,
    string Folder,
    string PostgresScript,
    string ConnectionString
)
{
    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <summary>Reads the command line; what ./bench.sh knows itself comes in the environment.</summary>
    /// <exception cref="BenchException">Something is not understood; the message says what.</exception>
    public static BenchOptions Parse(IEnumerable<string> args)
    {
        var scenarios = new List<IScenario>();
        var (seconds, perSecond, json) = (20, FixedRate.Usual, Path.Combine("artifacts", "bench.json"));
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var arg))
        {
            switch (arg)
            {
                case "--seconds":
                    seconds = Number(arg, rest, 2, 600);
                    break;

                case "--rate":
                    perSecond = Number(arg, rest, 1, 20_000);
                    break;

                case "--json":
                    json = rest.TryDequeue(out var file) ? file : throw new BenchException("--json needs a file");
                    break;

                default:
                    scenarios.Add(
                        AllScenarios.Find(arg) ?? throw new BenchException($"There is no scenario {arg}. There are: {AllScenarios.Names}")
                    );
                    break;
            }
        }

        return new BenchOptions(
            scenarios.Count > 0 ? [.. AllScenarios.InOrder.Where(scenarios.Contains)] : AllScenarios.InOrder,
            seconds,
            perSecond,
            json,
            Setting("BENCH_PROGRAM"),
            Setting("BENCH_FOLDER"),
            Setting("BENCH_POSTGRES"),
            Setting("BENCH_DATABASE")
        );
    }

    private static int Number(string option, Queue<string> rest, int least, int most) =>
        rest.TryDequeue(out var text)
        && int.TryParse(text, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
            : throw new BenchException($"{option} needs a number from {least} to {most}");

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new BenchException($"{name} is not set: start it with ./bench.sh");
}
