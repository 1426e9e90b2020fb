using System.Buffers.Text;
using System.Security.Cryptography;
using BotStudio.Core.Data;
using BotStudio.Core.Settings;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// How updates reach us: Telegram calls our public address; without one that it can call, we ask. Both leave what is waiting at Telegram
/// untouched, so that nothing is lost when a bot moves here or from one way to the other.
/// </summary>
public sealed class TelegramReception(
    TelegramApi api,
    SecretText secrets,
    IOptions<SiteOptions> site,
    IOptions<TelegramOptions> telegram,
    TimeProvider clock
)
{
    /// <summary>The most that Telegram offers; accepting an update takes milliseconds, so it rarely needs them.</summary>
    private const int MaxConnections = 100;

    private const int SecretBytes = 32;

    public ReceiveMode Mode => PublicAddress is null ? ReceiveMode.Polling : ReceiveMode.Webhook;

    /// <summary>Where Telegram delivers this bot's updates; null while we poll.</summary>
    public string? UrlOf(Guid botId) => PublicAddress is { } address ? new Uri(address, PathOf(botId)).AbsoluteUri : null;

    /// <summary>True for an address that this product gave to Telegram for the bot, on whatever host it lived then.</summary>
    public static bool IsOurs(string url, Guid botId) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.AbsolutePath == PathOf(botId);

    /// <summary>What is shown of somebody else's address: its path may hold a secret.</summary>
    public static string HostOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : "…";

    /// <summary>Tells Telegram and, when that worked, notes in <paramref name="connection"/> what it was told; the caller saves.</summary>
    /// <returns>Why it did not work, or null.</returns>
    public async Task<TelegramFailure?> BeginAsync(ChannelConnection connection, string token, CancellationToken ct)
    {
        connection.Check(clock.GetUtcNow());
        if (UrlOf(connection.BotId) is not { } url)
        {
            var removed = await api.DeleteWebhookAsync(token, new DeleteWebhook(DropPendingUpdates: false), ct);
            if (removed.Failure is null)
            {
                connection.ReceiveByPolling();
            }

            return removed.Failure;
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var set = await api.SetWebhookAsync(token, new SetWebhook(url, secret, TelegramUpdate.Kinds, MaxConnections), ct);
        if (set.Failure is null)
        {
            connection.ReceiveByWebhook(url, secrets.Seal(secret));
        }

        return set.Failure;
    }

    /// <summary>Best effort: without it Telegram goes on calling an address that knows the bot no more, which harms nobody.</summary>
    public Task EndAsync(string token, CancellationToken ct) =>
        Mode == ReceiveMode.Polling ? Task.CompletedTask : api.DeleteWebhookAsync(token, new DeleteWebhook(DropPendingUpdates: false), ct);

    private static string PathOf(Guid botId) => $"/telegram/{botId}";

    // http is for a Bot API server on the same machine, such as the fake one of tests; Telegram itself calls only https.
    private Uri? PublicAddress =>
        site.Value.PublicUrl is { } address && (address.Scheme == Uri.UriSchemeHttps || telegram.Value.ApiBaseUrl.IsLoopback)
            ? address
            : null;
}
