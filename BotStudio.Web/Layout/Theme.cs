namespace BotStudio.Web.Layout;

/// <summary>Light, dark, or whatever the reader's system says (no cookie).</summary>
public static class Theme
{
    public const string Light = "light";
    public const string Dark = "dark";
    public const string System = "system";

    /// <summary>Read and written by wwwroot/js/shell.js too.</summary>
    public const string Cookie = "botstudio.theme";

    /// <summary>Value of the document's <c>data-theme</c>; null leaves it to the system.</summary>
    public static string? Of(HttpContext http) => http.Request.Cookies[Cookie] is Light or Dark ? http.Request.Cookies[Cookie] : null;
}
