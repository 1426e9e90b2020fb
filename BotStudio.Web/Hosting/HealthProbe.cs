namespace BotStudio.Web.Hosting;

/// <summary><c>BotStudio.Web health</c>: asks the running process of the same container whether it is ready. The image has no curl and no shell.</summary>
public static class HealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <returns>Exit code: 0 when ready.</returns>
    public static async Task<int> RunAsync()
    {
        var port = Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } configured ? configured : "8080";
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://localhost:{port}{HealthChecks.ReadyPath}"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
