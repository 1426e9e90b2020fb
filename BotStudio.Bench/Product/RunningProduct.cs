using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BotStudio.Bench.Product;

/// <summary>The published product as a process of its own, with the settings that a real installation has.</summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private readonly string program;
    private readonly string folder;
    private readonly Dictionary<string, string> settings;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? process;

    /// <param name="program">BotStudio.Web.dll, published.</param>
    /// <param name="folder">For the log, the product's files and a file <c>product.pid</c> while it runs.</param>
    public RunningProduct(string program, string folder, Database database, Uri botApi, Uri model)
    {
        this.program = program;
        this.folder = folder;
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["PORT"] = $"{port}",
            ["PublicUrl"] = Address.ToString(),
            ["ConnectionStrings__BotStudio"] = database.ConnectionString,
            ["Telegram__ApiBaseUrl"] = botApi.ToString(),
            ["OpenAI__BaseUrl"] = model.ToString(),
            ["OpenAI__ApiKey"] = "sk-bench",
            ["OpenAI__Model"] = "bench",
            ["DataProtection__Key"] = "a key for a database that is thrown away",
            ["DataDirectory"] = Path.Combine(folder, "files"),
        };
    }

    public Uri Address { get; }

    public int ProcessId => process?.Id ?? throw new InvalidOperationException("The product does not run.");

    private string Log => Path.Combine(folder, "product.log");

    /// <returns>How long it took until it was ready for updates.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        process = Launch();
        await File.WriteAllTextAsync(Path.Combine(folder, "product.pid"), $"{process.Id}", ct);
        while (!await IsReadyAsync(ct))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > LongestStart)
            {
                var end = string.Join('\n', File.ReadLines(Log).TakeLast(20));
                throw new BenchException($"The product did not start. The end of its log:\n{end}");
            }

            await Task.Delay(LookEvery, ct);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>As a deployment stops it.</summary>
    public async Task StopAsync()
    {
        if (process is null or { HasExited: true })
        {
            return;
        }

        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(LongestStop);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await KillAsync();
    }

    /// <summary>As the kernel ends it when memory runs out: kill -9.</summary>
    public async Task KillAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            process = null;
            File.Delete(Path.Combine(folder, "product.pid"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
    }

    private Process Launch()
    {
        // The shell only puts the log in place; exec leaves its process to the product.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec dotnet \"$0\" >>\"$1\" 2>&1", program, Log])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        // Bots are made faster than any customer's program may.
        start.Environment["Api__CallsPerMinute"] = "1000000";
        start.Environment.Remove("DATABASE_URL");
        start.Environment.Remove("ASPNETCORE_URLS");
        return Process.Start(start)!;
    }

    private async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "/health/ready"), ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
