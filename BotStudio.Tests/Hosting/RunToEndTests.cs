using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BotStudio.Tests.Hosting;

public sealed class RunToEndTests
{
    [Fact]
    public async Task A_worker_that_fails_ends_the_process_with_an_error_so_that_it_is_started_again() =>
        Assert.Equal(1, await RunAsync(services => services.AddHostedService<Failing>()));

    [Fact]
    public async Task A_stop_that_was_asked_for_is_no_error() =>
        Assert.Equal(0, await RunAsync(services => services.AddHostedService<Stopping>()));

    private static async Task<int> RunAsync(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        configure(builder.Services);
        var app = builder.Build();
        return await app.RunToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private sealed class Failing(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task;
            throw new InvalidOperationException("broken");
        }
    }

    private sealed class Stopping(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
            return Task.CompletedTask;
        }
    }
}
