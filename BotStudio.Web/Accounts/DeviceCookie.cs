using System.Buffers.Text;
using System.Security.Cryptography;
using BotStudio.Core.Accounts.Sessions;

namespace BotStudio.Web.Accounts;

/// <summary>A browser is known again by a cookie that outlives its sessions and opens nothing.</summary>
internal static class DeviceCookie
{
    private const string Name = "botstudio.device";
    private const int Bytes = 16;
    private const int Length = 22;

    /// <summary>Where a browser signs in from; the answer brings the cookie when it had none.</summary>
    public static Visit VisitOf(HttpContext http)
    {
        var code = http.Request.Cookies[Name] is { Length: Length } known && Base64Url.IsValid(known) ? known : NewCode();
        http.Response.Cookies.Append(
            Name,
            code,
            new CookieOptions
            {
                MaxAge = KnownDevice.KeptFor,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );
        return Visit(http, code, isProgram: false);
    }

    /// <summary>Where a program signs in from.</summary>
    public static Visit VisitOfProgram(HttpContext http) => Visit(http, deviceCode: null, isProgram: true);

    private static string NewCode() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    private static Visit Visit(HttpContext http, string? deviceCode, bool isProgram)
    {
        var address = http.Connection.RemoteIpAddress;
        var text = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
        return new Visit(http.Request.Headers.UserAgent.ToString(), text, deviceCode, isProgram)
        {
            Site = http.RequestServices.GetRequiredService<SiteAddress>().Of(http),
        };
    }
}
