using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BotStudio.Tests.Support;

/// <summary>The product in a process of its own: to be killed, to run twice on one database, or to be run from a published folder.</summary>
public sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(string folder, IEnumerable<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command.First(), command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"It ended before it listened:\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    private event Action? LineWritten;

    public Uri Address { get; private set; } = null!;

    public int Id => process.Id;

    /// <summary>All lines of standard output and error so far.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts what the tests were built with, on a free port of 127.0.0.1.</summary>
    public static Task<AppProcess> StartAsync(string connectionString, params (string Key, string Value)[] settings) =>
        StartAsync(
            AppContext.BaseDirectory,
            ["dotnet", "BotStudio.Web.dll"],
            new Dictionary<string, string>(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            {
                ["ConnectionStrings__BotStudio"] = connectionString,
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            }
        );

    /// <summary>Ends when the process listens.</summary>
    public static async Task<AppProcess> StartAsync(
        string folder,
        IEnumerable<string> command,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var app = new AppProcess(folder, command, environment);
        try
        {
            app.Address = await app.listening.Task.WaitAsync(StartTimeout);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends when a line that contains <paramref name="text"/> was written, or has been already.</summary>
    public async Task WaitForLineAsync(string text)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timeout = new CancellationTokenSource(StartTimeout);
        await using var gaveUp = timeout.Token.Register(() =>
            written.TrySetException(new TimeoutException($"'{text}' was not written:\n{Output}"))
        );
        LineWritten += Look;
        Look();
        await written.Task;
        LineWritten -= Look;

        void Look()
        {
            if (Output.Contains(text, StringComparison.Ordinal))
            {
                written.TrySetResult();
            }
        }
    }

    /// <summary>As <c>kill -9</c>: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>As a host stops a container: SIGTERM, then wait.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var timeout = new CancellationTokenSource(StopTimeout);
        await process.WaitForExitAsync(timeout.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        LineWritten?.Invoke();
        if (ListeningLine().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(new Uri($"http://127.0.0.1:{match.Groups["port"].Value}"));
        }
    }

    [GeneratedRegex(@"Now listening on: http://\S+:(?<port>\d+)")]
    private static partial Regex ListeningLine();
}
