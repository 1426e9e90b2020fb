using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Accounts.External;

/// <summary>Telegram's older login: the browser brings who it is, with a hash that only the bot's token makes (Telegram Login Widget).</summary>
public sealed record TelegramWidget(Uri Authority, string BotToken) : ExternalProvider(ExternalProviders.Telegram, "Telegram")
{
    /// <summary>Somebody signs in now, not yesterday.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private static readonly string[] Fields = ["auth_date", "first_name", "id", "last_name", "photo_url", "username"];

    /// <summary>Where to send the browser.</summary>
    public Uri AddressFor(Uri returnTo)
    {
        var botId = BotToken.Split(':')[0];
        var origin = Uri.EscapeDataString(returnTo.GetLeftPart(UriPartial.Authority));
        return new Uri(Authority, $"/auth?bot_id={botId}&origin={origin}&return_to={Uri.EscapeDataString(returnTo.AbsoluteUri)}");
    }

    /// <param name="field">What the browser brought, by its name.</param>
    /// <returns>Null for what Telegram did not sign, or signed long ago.</returns>
    public ExternalIdentity? Check(Func<string, string?> field, DateTimeOffset now)
    {
        var lines = Fields.Where(name => !string.IsNullOrEmpty(field(name))).Select(name => $"{name}={field(name)}");
        var secret = SHA256.HashData(Encoding.UTF8.GetBytes(BotToken));
        var expected = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var isSigned = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(expected)),
            Encoding.ASCII.GetBytes(field("hash") ?? "")
        );
        if (
            !isSigned
            || !long.TryParse(field("auth_date"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || field("id") is not { Length: > 0 and <= 20 } id
            || seconds > now.ToUnixTimeSeconds() + 60
            || DateTimeOffset.FromUnixTimeSeconds(seconds) + GoodFor < now
        )
        {
            return null;
        }

        var name = $"{field("first_name")} {field("last_name")}".Trim();
        return new ExternalIdentity(Name, id, null, false, name.Length > 0 ? name : field("username"));
    }
}
