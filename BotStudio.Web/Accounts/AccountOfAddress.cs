using System.Web;
using BotStudio.Core.Accounts;

namespace BotStudio.Web.Accounts;

/// <summary>
/// Which account an address is about: <c>/app/bots/(id)/…</c> is about the bot's, so that a link from a notice opens whichever account the session
/// was in; <c>?account=(id)</c> keeps a download in the account of the tab that it is pressed in.
/// </summary>
internal static class AccountOfAddress
{
    private const string Query = "account";
    private const string BotsPath = "/app/bots/";

    public static WantedAccount? In(HttpRequest request) => In(request.Path.Value ?? "", request.Query[Query]);

    public static WantedAccount? In(Uri address) => In(address.AbsolutePath, HttpUtility.ParseQueryString(address.Query)[Query]);

    private static WantedAccount? In(string path, string? query)
    {
        if (Guid.TryParse(query, out var accountId))
        {
            return WantedAccount.Preferably(accountId);
        }

        return
            path.StartsWith(BotsPath, StringComparison.OrdinalIgnoreCase)
            && Guid.TryParse(path[BotsPath.Length..].Split('/')[0], out var botId)
            ? WantedAccount.OfBot(botId)
            : null;
    }
}
