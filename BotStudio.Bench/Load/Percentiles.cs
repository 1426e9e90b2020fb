using System.Diagnostics;

namespace BotStudio.Bench.Load;

/// <summary>Milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    /// <summary>Null of nothing.</summary>
    public static Percentiles? Of(IEnumerable<long> ticks)
    {
        var sorted = ticks.Select(value => value * 1000.0 / Stopwatch.Frequency).Order().ToArray();
        return sorted.Length == 0 ? null : new Percentiles(At(0.5), At(0.95), At(0.99), Math.Round(sorted[^1], 2));

        double At(double share) => Math.Round(sorted[(int)Math.Ceiling(sorted.Length * share) - 1], 2);
    }

    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{P50:0.0} / {P95:0.0} / {P99:0.0}");
}
