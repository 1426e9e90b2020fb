using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Channels;

/// <summary>How to take a bot off one channel.</summary>
public interface IDisconnect
{
    /// <summary>Key in <see cref="ChannelTypes"/>.</summary>
    string Channel { get; }

    Task<Outcome> RunAsync(Guid botId, CancellationToken ct);
}

/// <summary>Takes a bot off every channel it is on, so that it can be deleted.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below admin; what a channel refuses.</returns>
public sealed class DisconnectBot(AccountDb accountDb, IEnumerable<IDisconnect> channels)
{
    public async Task<Outcome> RunAsync(Guid botId, CancellationToken ct)
    {
        List<string> connected;
        await using (var db = await accountDb.OpenAsync(ct))
        {
            if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
            {
                return Problem.NotFound;
            }

            connected = await db.ChannelConnections.Where(c => c.BotId == botId).Select(c => c.Channel).ToListAsync(ct);
        }

        foreach (var channel in channels.Where(channel => connected.Contains(channel.Channel)))
        {
            var outcome = await channel.RunAsync(botId, ct);
            if (!outcome.Succeeded)
            {
                return outcome;
            }
        }

        return Outcome.Done;
    }
}
