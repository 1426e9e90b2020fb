using System.Globalization;
using System.Threading.RateLimiting;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Hosting;

namespace BotStudio.Web.Accounts;

/// <summary>
/// How often one visitor, or anybody for one e-mail address, may try to sign in or up: guessing must be slow. Pages and API ask the same limits,
/// known and unknown addresses alike. Counted in each process by itself; the lockout of <see cref="Core.Accounts.SignIn"/> is counted in the database.
/// </summary>
public sealed class SignInLimits : IDisposable
{
    private const int TriesOfVisitor = 20;
    private const int TriesForEmail = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> visitors = Limiter(TriesOfVisitor);
    private readonly PartitionedRateLimiter<string> emails = Limiter(TriesForEmail);

    /// <summary>Counts one try.</summary>
    /// <param name="email">As it came; null where none belongs to the call.</param>
    /// <returns><c>too_many_requests</c>, with <c>Retry-After</c> on the answer, or null when the try is allowed.</returns>
    public Problem? Take(HttpContext http, string? email)
    {
        using var byVisitor = visitors.AttemptAcquire(Visitor.Of(http));
        if (!byVisitor.IsAcquired)
        {
            return Refuse(http, byVisitor);
        }

        if (string.IsNullOrWhiteSpace(email))
        {
            return null;
        }

        using var byEmail = emails.AttemptAcquire(email.Trim().ToUpperInvariant());
        return byEmail.IsAcquired ? null : Refuse(http, byEmail);
    }

    public void Dispose()
    {
        visitors.Dispose();
        emails.Dispose();
    }

    private static Problem Refuse(HttpContext http, RateLimitLease lease)
    {
        var pause = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : Window;
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new Problem("too_many_requests");
    }

    private static PartitionedRateLimiter<string> Limiter(int tries) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetSlidingWindowLimiter(
                key,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = tries,
                    Window = Window,
                    SegmentsPerWindow = 6,
                }
            )
        );
}
