using System.Globalization;
using System.Threading.RateLimiting;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Hosting;

namespace BotStudio.Web.Landing;

/// <summary>How often one visitor may do what costs us something. Counted in each process by itself.</summary>
public sealed class VisitorLimits : IDisposable
{
    private const int DemoMessages = 40;
    private const int Letters = 5;

    private readonly PartitionedRateLimiter<string> demo = Limiter(DemoMessages, TimeSpan.FromMinutes(1));
    private readonly PartitionedRateLimiter<string> letters = Limiter(Letters, TimeSpan.FromHours(1));

    /// <summary>Counts one message to the demo bot.</summary>
    /// <returns><c>too_many_requests</c>, with <c>Retry-After</c> on the answer, or null when it is allowed.</returns>
    public Problem? TakeDemoMessage(HttpContext http) => Take(demo, http);

    /// <summary>Counts one letter to the operator.</summary>
    /// <inheritdoc cref="TakeDemoMessage"/>
    public Problem? TakeLetter(HttpContext http) => Take(letters, http);

    public void Dispose()
    {
        demo.Dispose();
        letters.Dispose();
    }

    private static Problem? Take(PartitionedRateLimiter<string> limiter, HttpContext http)
    {
        using var lease = limiter.AttemptAcquire(Visitor.Of(http));
        if (lease.IsAcquired)
        {
            return null;
        }

        var pause = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromMinutes(1);
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new Problem("too_many_requests");
    }

    private static PartitionedRateLimiter<string> Limiter(int tries, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetSlidingWindowLimiter(
                key,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = tries,
                    Window = window,
                    SegmentsPerWindow = 6,
                }
            )
        );
}
