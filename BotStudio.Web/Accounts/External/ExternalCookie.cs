using System.Security.Cryptography;
using System.Text.Json;
using BotStudio.Core.Accounts.External;
using Microsoft.AspNetCore.DataProtection;

namespace BotStudio.Web.Accounts.External;

/// <summary>What the browser keeps, sealed, while its owner is away at a provider: the question, and where to go after the answer.</summary>
public sealed class ExternalCookie(IDataProtectionProvider protection)
{
    private const string PendingName = "botstudio.external";
    private const string IdentityName = "botstudio.external-identity";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("BotStudio.External.v1").ToTimeLimitedDataProtector();

    internal void Keep(HttpContext http, PendingSignIn pending) => Write(http, PendingName, pending);

    /// <summary>Each question is answered once.</summary>
    internal PendingSignIn? Take(HttpContext http)
    {
        var pending = Read<PendingSignIn>(http, PendingName);
        http.Response.Cookies.Delete(PendingName, new CookieOptions { Path = ExternalPaths.Root });
        return pending;
    }

    /// <summary>Who somebody is, until they have told their e-mail address.</summary>
    internal void Keep(HttpContext http, ExternalIdentity identity) => Write(http, IdentityName, identity);

    internal ExternalIdentity? FindIdentity(HttpContext http) => Read<ExternalIdentity>(http, IdentityName);

    internal static void ForgetIdentity(HttpContext http) =>
        http.Response.Cookies.Delete(IdentityName, new CookieOptions { Path = ExternalPaths.Root });

    private void Write<T>(HttpContext http, string name, T value) =>
        http.Response.Cookies.Append(
            name,
            protector.Protect(JsonSerializer.Serialize(value), Lifetime),
            new CookieOptions
            {
                Path = ExternalPaths.Root,
                MaxAge = Lifetime,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );

    private T? Read<T>(HttpContext http, string name)
        where T : class
    {
        if (http.Request.Cookies[name] is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <param name="LinksToUserId">The user who wants the identity linked; null for signing in.</param>
internal sealed record PendingSignIn(string Provider, ExternalQuestion Question, string? ReturnUrl, Guid? LinksToUserId);
