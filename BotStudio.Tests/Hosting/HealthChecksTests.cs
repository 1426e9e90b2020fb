using System.Net;
using System.Text.Json;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace BotStudio.Tests.Hosting;

public sealed class HealthChecksTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_process_that_can_work_is_live_and_ready()
    {
        Assert.Equal((HttpStatusCode.OK, "Healthy", "{}"), await AskAsync("/health/live"));
        Assert.Equal((HttpStatusCode.OK, "Healthy", """{"database":"ok","queue":"ok"}"""), await AskAsync("/health/ready"));
    }

    [Fact]
    public async Task A_process_whose_worker_does_not_run_is_not_ready()
    {
        using var notStarted = ActivatorUtilities.CreateInstance<JobWorker>(app.Services);

        var result = await new QueueCheck(notStarted, app.Services.GetRequiredService<QueueDepth>()).CheckHealthAsync(
            new HealthCheckContext()
        );

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
    }

    private async Task<(HttpStatusCode Status, string State, string Checks)> AskAsync(string path)
    {
        using var visitor = app.NewVisitor();
        using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (
            answer.StatusCode,
            body.RootElement.GetProperty("status").GetString()!,
            body.RootElement.GetProperty("checks").GetRawText()
        );
    }

    /// <summary>In a class of its own: the queue is full.</summary>
    public sealed class WhenTooMuchWaits(App app) : IClassFixture<App>
    {
        [Fact]
        public async Task It_says_so_and_stays_ready_until_the_queue_is_shorter()
        {
            var ask = new HealthChecksTests(app).AskAsync;
            var depth = app.Services.GetRequiredService<QueueDepth>();
            // Behind a job of their lane that is not due.
            await app.ExecuteAsync(
                $"""
                insert into jobs (account_id, kind, lane, payload, state, due_at, attempts, created_at)
                    values ('{Guid.Empty}', 'test', 1, '', 2, now() + interval '1 hour', 0, now());
                insert into jobs (account_id, kind, lane, payload, state, due_at, attempts, created_at)
                    select '{Guid.Empty}', 'test', 1, '', 0, now(), 0, now() from generate_series(1, {QueueDepth.Limit})
                """
            );

            await LiveBot.UntilAsync("the queue is full", () => Task.FromResult(depth.IsOverLimit));
            Assert.Equal(
                (HttpStatusCode.OK, "Degraded", """{"database":"ok","queue":"50000 jobs or more wait"}"""),
                await ask("/health/ready")
            );

            await app.ExecuteAsync("delete from jobs where id % 2 = 0");
            await LiveBot.UntilAsync("the queue is shorter", () => Task.FromResult(!depth.IsOverLimit));
            Assert.Equal((HttpStatusCode.OK, "Healthy", """{"database":"ok","queue":"ok"}"""), await ask("/health/ready"));
        }
    }

    /// <summary>In a class of its own: the app does not survive it.</summary>
    public sealed class WhenTroubleComes(App app) : IClassFixture<App>
    {
        [Fact]
        public async Task It_stays_live_but_is_not_ready_and_tells_no_secret()
        {
            var ask = new HealthChecksTests(app).AskAsync;

            await ExecuteAsync("delete from \"__EFMigrationsHistory\"");
            var (status, state, checks) = await ask("/health/ready");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (status, state));
            Assert.Contains("migrations are missing", checks, StringComparison.Ordinal);

            var name = new NpgsqlConnectionStringBuilder(app.ConnectionString).Database!;
            await Postgres.RefuseConnectionsAsync(app.ConnectionString);
            (status, _, checks) = await ask("/health/ready");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("\"database\":\"failed\"", checks, StringComparison.Ordinal);
            Assert.DoesNotContain(name, checks, StringComparison.Ordinal);

            Assert.Equal(HttpStatusCode.OK, (await ask("/health/live")).Status);
        }

        private async Task ExecuteAsync(string sql)
        {
            await using var connection = new NpgsqlConnection(app.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
