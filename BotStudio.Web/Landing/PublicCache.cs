using BotStudio.Web.Accounts;
using BotStudio.Web.Hosting;
using BotStudio.Web.Layout;
using Microsoft.AspNetCore.OutputCaching;

namespace BotStudio.Web.Landing;

/// <summary>
/// Keeps rendered pages in memory, one for each address, theme, encoding and whether the visitor is signed in. Nothing else of a visitor is in a
/// page, so one rendering serves everybody. What comes behind the address (campaign marks) makes no other page.
/// </summary>
internal sealed class PublicCache(TimeSpan keptFor) : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        context.EnableOutputCaching = isRead;
        context.AllowCacheLookup = isRead;
        context.AllowCacheStorage = isRead;
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = keptFor;
        context.CacheVaryByRules.VaryByValues["theme"] = Theme.Of(context.HttpContext) ?? Theme.System;
        context.CacheVaryByRules.VaryByValues["signed-in"] = BrowserSession.IsLikely(request) ? "yes" : "no";
        context.CacheVaryByRules.VaryByValues["encoding"] = EncodingOf(request);
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        context.AllowCacheStorage = response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.All(IsOfThePage);
        return ValueTask.CompletedTask;
    }

    /// <summary>The language of an address is the same for whoever comes there; every other cookie belongs to one visitor.</summary>
    private static bool IsOfThePage(string? cookie) => cookie is not null && Cultures.IsLanguageCookie(cookie);

    // In the order in which the compression chooses.
    private static string EncodingOf(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        return accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? "br"
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? "gzip"
            : "none";
    }
}
