using System.Globalization;
using System.Threading.RateLimiting;

namespace BotStudio.Web.Hosting;

/// <summary>How often one visitor may do what costs us or helps an attacker. Endpoints and pages ask for a policy by name.</summary>
public static class RateLimits
{
    /// <summary>Signing up, signing in, asking for a password link: guessing must be slow.</summary>
    public const string SignIn = "sign-in";

    public static IServiceCollection AddRateLimits(this IServiceCollection services) =>
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = async (context, ct) =>
            {
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var pause))
                {
                    var seconds = Math.Max(1, (int)Math.Ceiling(pause.TotalSeconds));
                    context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                }

                await Results
                    .Problem(statusCode: StatusCodes.Status429TooManyRequests, extensions: [new("code", "too_many_requests")])
                    .ExecuteAsync(context.HttpContext);
            };
            options.AddPolicy(SignIn, context => RateLimitPartition.GetSlidingWindowLimiter(Visitor(context), _ => SignInWindow));
        });

    private static SlidingWindowRateLimiterOptions SignInWindow =>
        new()
        {
            PermitLimit = 20,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        };

    /// <summary>An IPv6 customer owns a whole /64 network, so that counts as one visitor.</summary>
    private static string Visitor(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "";
        }

        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return Convert.ToHexString(bytes.Length == 16 ? bytes[..8] : bytes);
    }
}
