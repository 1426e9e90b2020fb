using BotStudio.Core.Outcomes;
using BotStudio.Web.Shared;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;
using Radzen;

namespace BotStudio.Web.Layout;

/// <summary>What the shell and the shared components need.</summary>
public static class LayoutFeature
{
    public static IServiceCollection AddLayout(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddAuthorizationCore();
        services.AddScoped<Toasts>();
        services.AddScoped<ReaderZone>();
        services.AddCascadingAuthenticationState();
        services.AddRadzenComponents();
        return services;
    }

    /// <summary>
    /// Lets browsers keep fonts without asking again. Stylesheets name them without a fingerprint, so a changed font gets a new file name.
    /// </summary>
    public static IApplicationBuilder UseKeptFonts(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (http.Request.Path.StartsWithSegments("/fonts", StringComparison.Ordinal))
                {
                    http.Response.OnStarting(() =>
                    {
                        if (http.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                        {
                            http.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
                        }

                        return Task.CompletedTask;
                    });
                }

                return next(http);
            }
        );
}
