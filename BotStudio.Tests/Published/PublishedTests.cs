using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BotStudio.Tests.Support;
using Npgsql;

namespace BotStudio.Tests.Published;

/// <summary>What is shipped, as a host would run it: the published files, PORT, DATABASE_URL, nothing else.</summary>
public sealed class PublishedTests(Database database) : IClassFixture<Database>
{
    [Fact]
    public async Task A_container_migrates_serves_tells_its_health_and_stops_when_asked()
    {
        var settings = Settings(("DATABASE_URL", Url(await Postgres.CreateEmptyDatabaseAsync())), ("PORT", $"{FreePort()}"));
        await using var container = await AppProcess.StartAsync(await Image.FolderAsync(), Image.EntryPoint, settings);
        using var visitor = new HttpClient { BaseAddress = container.Address };
        visitor.DefaultRequestHeaders.Add("Accept-Encoding", "br");

        var railway = JsonDocument.Parse(await File.ReadAllTextAsync(Checkout.Path("railway.json"))).RootElement.GetProperty("deploy");
        Assert.Equal(string.Join(' ', Image.EntryPoint), railway.GetProperty("startCommand").GetString());
        using var ready = await visitor.GetAsync(new Uri(railway.GetProperty("healthcheckPath").GetString()!, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        foreach (var file in new[] { "/css/tokens.css", "/_framework/blazor.web.js", "/BotStudio.Web.styles.css" })
        {
            using var answer = await visitor.GetAsync(new Uri(file, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
        }

        using var page = await visitor.GetAsync(new Uri("/", UriKind.Relative));
        Assert.InRange((int)page.StatusCode, 200, 499);

        Assert.Equal(0, (await RunToEndAsync(Image.HealthCheck, settings)).ExitCode);
        Assert.Equal(0, await container.StopAsync());
        Assert.Equal(1, (await RunToEndAsync(Image.HealthCheck, settings)).ExitCode);
        Assert.All(container.Output.Split('\n'), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Wrong_settings_end_it_at_once_with_a_line_for_each()
    {
        var settings = Settings(("DATABASE_URL", "mysql://u:hunter2@h/d"), ("PublicUrl", "http://bots.example.com"), ("PORT", "eighty"));

        var (exitCode, output) = await RunToEndAsync(Image.EntryPoint, settings);

        Assert.Equal(1, exitCode);
        var lines = output.Trim().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("Setting ", line, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_refuses_is_told_in_a_line()
    {
        var missing = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "nobody" }.ConnectionString;

        var (exitCode, output) = await RunToEndAsync(Image.EntryPoint, Settings(("DATABASE_URL", Url(missing))));

        Assert.Equal(1, exitCode);
        var line = Assert.Single(output.Trim().Split('\n'));
        Assert.StartsWith("Setting DATABASE_URL names a database that cannot be used: ", line, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunToEndAsync(
        IReadOnlyList<string> command,
        Dictionary<string, string> settings
    )
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = await Image.FolderAsync(),
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + errors);
    }

    /// <summary>The Dockerfile's settings, what its base image adds, and what a host sets.</summary>
    private static Dictionary<string, string> Settings(params (string Key, string Value)[] ofTheHost)
    {
        var settings = Image.Environment;
        settings["ASPNETCORE_HTTP_PORTS"] = "8080";
        settings["DataDirectory"] = Path.GetTempPath();
        foreach (var (key, value) in ofTheHost)
        {
            settings[key] = value;
        }

        return settings;
    }

    private static string Url(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgres://{connection.Username}@{Uri.EscapeDataString(connection.Host!)}/{connection.Database}";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
