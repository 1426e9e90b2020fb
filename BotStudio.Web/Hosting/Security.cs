namespace BotStudio.Web.Hosting;

/// <summary>What every answer tells the browser not to do.</summary>
public static class Security
{
    /// <summary>
    /// Nothing from elsewhere and no inline script. Inline style attributes stay allowed for Radzen. Chromium applies form-action to the
    /// redirect after a form post too: sign-in with a provider therefore starts with a link.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self'; style-src-attr 'unsafe-inline'; script-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string PermissionsPolicy = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";

    public static IServiceCollection AddSecurity(this IServiceCollection services) =>
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));

    public static void UseSecurity(this WebApplication app)
    {
        // Only answers to https requests of hosts other than localhost get the header.
        app.UseHsts();
        app.Use(
            (context, next) =>
            {
                // At the last moment, because an answer that becomes an error page loses the headers it had.
                context.Response.OnStarting(Forbid, context.Response.Headers);
                return next(context);
            }
        );
    }

    private static Task Forbid(object state)
    {
        var headers = (IHeaderDictionary)state;
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            // An endpoint that hands out what strangers sent has a stricter one.
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
        }

        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
