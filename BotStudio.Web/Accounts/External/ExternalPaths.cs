using BotStudio.Web.Hosting;

namespace BotStudio.Web.Accounts.External;

internal static class ExternalPaths
{
    public const string Root = "/account/external";

    /// <summary>Where somebody whose provider tells no e-mail address says theirs.</summary>
    public const string Finish = $"{Root}/finish";

    public static string Begin(string provider, string? returnUrl, bool links = false)
    {
        var query = links ? "?link=true" : "";
        return LocalUrl.IsLocal(returnUrl)
            ? $"{Root}/{provider}{query}{(links ? "&" : "?")}returnUrl={Uri.EscapeDataString(returnUrl!)}"
            : $"{Root}/{provider}{query}";
    }

    public static string Callback(string provider) => $"{Root}/{provider}/callback";
}
