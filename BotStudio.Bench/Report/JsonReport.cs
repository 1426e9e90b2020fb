using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Bench.Product;
using BotStudio.Bench.Scenarios;

namespace BotStudio.Bench.Report;

/// <summary>The same figures for programs, with what they were measured on.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task WriteAsync(
        string file,
        Database database,
        IReadOnlyList<(IScenario Scenario, Findings Findings)> all,
        CancellationToken ct
    )
    {
        var report = new
        {
            MeasuredAt = TimeProvider.System.GetUtcNow(),
            Commit = Environment.GetEnvironmentVariable("BENCH_COMMIT"),
            Machine = new
            {
                Processor = File.ReadLines("/proc/cpuinfo")
                    .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                    ?[13..],
                Cores = Environment.ProcessorCount,
                MemoryMb = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
                System = RuntimeInformation.OSDescription,
                Runtime = RuntimeInformation.FrameworkDescription,
            },
            Database = await DurabilityAsync(database, ct),
            Scenarios = all.Select(each => new
            {
                each.Scenario.Name,
                each.Scenario.What,
                each.Findings.Runs,
                each.Findings.Figures,
            }),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, Format) + "\n", ct);
    }

    /// <summary>Proof that nothing was made fast by making it forgetful.</summary>
    private static async Task<Dictionary<string, string>> DurabilityAsync(Database database, CancellationToken ct)
    {
        var rows = await database.RunAsync(
            "select name, setting from pg_settings where name in ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit') order by name",
            ct
        );
        return rows.Split('\n').Select(row => row.Split('|')).ToDictionary(row => row[0], row => row[1]);
    }
}
