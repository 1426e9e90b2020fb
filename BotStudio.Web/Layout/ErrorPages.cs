using Microsoft.AspNetCore.Diagnostics;

namespace BotStudio.Web.Layout;

/// <summary>What a failure looks like to people. Programs get problem documents from <see cref="Api.ApiEndpoints"/>.</summary>
public static class ErrorPages
{
    /// <summary>Addresses that only programs call; everything else is looked at by people.</summary>
    private static readonly PathString[] Programs = ["/api", "/openapi", "/telegram", "/webhooks", "/health", "/metrics"];

    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);

        // On the whole pipeline and switched off where it does not fit: inside UseWhen it could not route to the page.
        app.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
        app.Use(
            (http, next) =>
            {
                if (!WantsPage(http.Request) && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
                {
                    pages.Enabled = false;
                }

                return next(http);
            }
        );
    }

    // A missing picture or script is answered with its status alone.
    private static bool WantsPage(HttpRequest request) =>
        !Programs.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
