using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Published;

/// <summary>
/// What the Dockerfile would make, without Docker: its build step runs on exactly the files that it copies, in artifacts/image, once a run.
/// </summary>
internal static partial class Image
{
    private static readonly string[] Dockerfile = File.ReadAllLines(Checkout.Path("Dockerfile"));
    private static readonly string Source = Checkout.Path("artifacts/image/src");
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    public static IReadOnlyList<string> EntryPoint => Command("ENTRYPOINT");

    public static IReadOnlyList<string> HealthCheck => Command("HEALTHCHECK");

    public static Dictionary<string, string> Environment =>
        Dockerfile
            .Where(line => line.StartsWith("ENV ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ').Skip(1))
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The folder that becomes /app.</summary>
    public static Task<string> FolderAsync() => Published.Value;

    private static async Task<string> PublishAsync()
    {
        CopySources();
        Assert.Contains(Dockerfile, line => line.StartsWith("RUN build/publish.sh /app", StringComparison.Ordinal));
        var folder = Checkout.Path("artifacts/image/app");
        var script = new ProcessStartInfo(Path.Combine(Source, "build/publish.sh"), [folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(script)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{output}{await errors}");
        return folder;
    }

    /// <summary>Unchanged files keep their time, so that a second run builds little.</summary>
    private static void CopySources()
    {
        Directory.CreateDirectory(Source);
        var copied = new HashSet<string>();
        foreach (var file in CopiedFiles())
        {
            var (from, to) = (Checkout.Path(file), Path.Combine(Source, file));
            copied.Add(to);
            if (!File.Exists(to) || File.GetLastWriteTimeUtc(to) != File.GetLastWriteTimeUtc(from))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to, overwrite: true);
                File.SetLastWriteTimeUtc(to, File.GetLastWriteTimeUtc(from));
            }
        }

        foreach (var gone in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Where(IsSource).Except(copied).ToList())
        {
            File.Delete(gone);
        }
    }

    /// <summary>Every file that a COPY from the checkout names, from its root.</summary>
    private static IEnumerable<string> CopiedFiles() =>
        Dockerfile
            .Select(line => CopyLine().Match(line))
            .Where(match => match.Success)
            .SelectMany(match => match.Groups["sources"].Value.Split(' '))
            .SelectMany(source =>
                Directory.Exists(Checkout.Path(source))
                    ? Directory.EnumerateFiles(Checkout.Path(source), "*", SearchOption.AllDirectories).Where(IsSource)
                    : [Checkout.Path(source)]
            )
            .Select(path => Path.GetRelativePath(Checkout.Path("."), path))
            .Distinct();

    private static bool IsSource(string path) => !path.Split('/').Any(part => part is "bin" or "obj");

    private static string[] Command(string instruction)
    {
        var line = Dockerfile.Single(line => line.StartsWith(instruction, StringComparison.Ordinal));
        return JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[', StringComparison.Ordinal)..])!;
    }

    [GeneratedRegex(@"^COPY (?!--)(?<sources>.+) \S+$")]
    private static partial Regex CopyLine();
}
