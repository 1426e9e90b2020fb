using System.Text;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Channels;

/// <summary>The connection of each bot that is talked to, its secrets opened; the same on every process a moment after a change.</summary>
public sealed class LiveConnections : IDisposable
{
    private readonly HintedCache<Entry> connections;

    public LiveConnections(PlatformDb platformDb, SecretText secrets, Notifications notifications) =>
        connections = new HintedCache<Entry>((botId, ct) => LoadAsync(platformDb, secrets, botId, ct)).DropOn(
            notifications,
            Notifications.Bots
        );

    /// <summary>Null when the bot is not connected to the channel.</summary>
    public async ValueTask<LiveConnection?> FindAsync(Guid botId, string channel, CancellationToken ct) =>
        await connections.GetAsync(botId, ct) is { } entry && entry.Connection.Channel == channel ? entry.Connection : null;

    /// <summary>What the channel has to say with each call, as bytes for a comparison in constant time; null when nothing is accepted by webhook.</summary>
    public async ValueTask<byte[]?> WebhookSecretAsync(Guid botId, CancellationToken ct) =>
        (await connections.GetAsync(botId, ct))?.WebhookSecret;

    public void Forget(Guid botId) => connections.Drop(botId);

    public void Dispose() => connections.Dispose();

    private static async Task<Entry?> LoadAsync(PlatformDb platformDb, SecretText secrets, Guid botId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var row = await db.ChannelConnections.AsNoTracking().SingleOrDefaultAsync(connection => connection.BotId == botId, ct);
        return row is null
            ? null
            : new Entry(
                new LiveConnection(
                    row.Id,
                    row.AccountId,
                    row.BotId,
                    row.Channel,
                    secrets.Open(row.SealedSecret),
                    row.ExternalId,
                    row.Username
                ),
                row.SealedWebhookSecret is null ? null : Encoding.UTF8.GetBytes(secrets.Open(row.SealedWebhookSecret))
            );
    }

    private sealed record Entry(LiveConnection Connection, byte[]? WebhookSecret);
}
