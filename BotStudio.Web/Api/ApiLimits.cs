using System.Globalization;
using System.Threading.RateLimiting;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Hosting;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Api;

/// <summary>
/// How often one user, and anybody from one address, may call the API: a program that runs wild slows down itself and nobody else. Counted in each
/// process by itself.
/// </summary>
public sealed class ApiLimits(IOptions<ApiOptions> options) : IDisposable
{
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> users = Limiter(options.Value.CallsPerMinute);
    private readonly PartitionedRateLimiter<string> visitors = Limiter(options.Value.CallsPerMinute * 2);

    /// <summary>Counts one call.</summary>
    /// <returns><c>too_many_requests</c>, with <c>Retry-After</c> on the answer, or null when it is allowed.</returns>
    public Problem? Take(HttpContext http)
    {
        using var byVisitor = visitors.AttemptAcquire(Visitor.Of(http));
        if (!byVisitor.IsAcquired)
        {
            return Refuse(http, byVisitor);
        }

        if (http.User.FindUserId() is not { } userId)
        {
            return null;
        }

        using var byUser = users.AttemptAcquire(userId.ToString());
        return byUser.IsAcquired ? null : Refuse(http, byUser);
    }

    public void Dispose()
    {
        users.Dispose();
        visitors.Dispose();
    }

    private static Problem Refuse(HttpContext http, RateLimitLease lease)
    {
        var pause = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : Refill;
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new Problem("too_many_requests");
    }

    /// <summary>A minute's calls may come at once; then as many as come back each second.</summary>
    private static PartitionedRateLimiter<string> Limiter(int perMinute) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetTokenBucketLimiter(
                key,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = perMinute,
                    TokensPerPeriod = perMinute / 60,
                    ReplenishmentPeriod = Refill,
                    QueueLimit = 0,
                }
            )
        );
}
