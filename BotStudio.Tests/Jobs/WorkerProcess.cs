using System.Collections.Concurrent;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BotStudio.Tests.Jobs;

/// <summary>One process that works on the queue, as far as the database can tell: its own worker, connections and listeners.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly IHost host;

    private WorkerProcess(IHost host) => this.host = host;

    public JobQueue Queue => host.Services.GetRequiredService<JobQueue>();

    public Guid WorkerId => host.Services.GetRequiredService<CurrentWorker>().Id;

    public static Task<WorkerProcess> StartAsync(string connectionString, params IJobHandler[] handlers) =>
        StartAsync(connectionString, TimeProvider.System, handlers);

    public static async Task<WorkerProcess> StartAsync(string connectionString, TimeProvider clock, params IJobHandler[] handlers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["ConnectionStrings:BotStudio"] = connectionString;
        builder.Services.AddSingleton(clock);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddData().AddJobs();
        foreach (var handler in handlers)
        {
            builder.Services.AddSingleton(handler);
        }

        var built = builder.Build();
        await built.StartAsync();
        return new WorkerProcess(built);
    }

    public Task StopAsync() => host.StopAsync();

    /// <summary>Waits until a stopping process has begun to hand over.</summary>
    public async Task TakesNothingAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (host.Services.GetRequiredService<CurrentWorker>().CanTake("test", Guid.Empty))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}

/// <summary>Does what a test tells it and remembers what it was given, in order.</summary>
internal sealed class RecordingHandler(Func<ClaimedJob, Task> work) : IJobHandler
{
    private readonly ConcurrentQueue<ClaimedJob> begun = new();
    private readonly SemaphoreSlim arrivals = new(0);

    public RecordingHandler()
        : this(_ => Task.CompletedTask) { }

    public string Kind => "test";

    public JobRules Rules { get; init; } =
        new(MaxAttempts: 3, MaxInFlight: 100, FirstPause: TimeSpan.FromMilliseconds(20), LongestPause: TimeSpan.FromMilliseconds(50));

    /// <summary>Set by the test once the process runs.</summary>
    public JobQueue Queue { get; set; } = null!;

    public IReadOnlyList<string> Begun => [.. begun.Select(job => System.Text.Encoding.UTF8.GetString(job.Payload))];

    public IReadOnlyList<ClaimedJob> Jobs => [.. begun];

    /// <summary>True for a handler that breaks off with the first failure, as one does that reads for all jobs at once.</summary>
    public bool FailsAsOne { get; init; }

    public async Task HandleAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken ct)
    {
        if (!FailsAsOne)
        {
            await Task.WhenAll(jobs.Select(HandleAsync));
            return;
        }

        foreach (var job in jobs)
        {
            await HandleAsync(job);
        }
    }

    /// <summary>Waits for this many beginnings since the last call.</summary>
    public async Task WaitAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!await arrivals.WaitAsync(TimeSpan.FromSeconds(20)))
            {
                throw new TimeoutException($"Only {i} of {count} jobs began.");
            }
        }
    }

    private async Task HandleAsync(ClaimedJob job)
    {
        begun.Enqueue(job);
        arrivals.Release();
        await work(job);
        await Queue.DoneAsync(job, CancellationToken.None);
    }
}
