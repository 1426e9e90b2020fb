using System.Globalization;

namespace BotStudio.Bench.Product;

/// <summary>CPU and memory of processes, from /proc (proc(5)).</summary>
internal static class ProcessUsage
{
    /// <summary>USER_HZ: 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of CPU that a process and its children used, those that have ended included.</summary>
    public static double CpuSeconds(int processId)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && Stat(id) is { } stat
                && (id == processId || stat.ParentId == processId)
            )
            {
                ticks += stat.Ticks;
            }
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>Megabytes that a process holds in memory.</summary>
    public static double RssMb(int processId) => StatusMb(processId, "VmRSS:");

    /// <summary>The most that it ever held.</summary>
    public static double PeakRssMb(int processId) => StatusMb(processId, "VmHWM:");

    /// <summary>Seconds of CPU that all processes of the machine used together.</summary>
    public static double MachineCpuSeconds()
    {
        // cpu user nice system idle iowait irq softirq steal …
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields[1..9].Where((_, i) => i is not 3 and not 4).Sum(field => double.Parse(field, CultureInfo.InvariantCulture))
            / TicksPerSecond;
    }

    private static (int ParentId, long Ticks)? Stat(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            // The name in brackets may have blanks in it.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), ticks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static double StatusMb(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return Math.Round(double.Parse(line[name.Length..].Replace("kB", ""), CultureInfo.InvariantCulture) / 1024, 1);
    }
}
