using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Channels;

/// <summary>Before an account goes, its bots stop being called.</summary>
public sealed class DisconnectAll(AccountDb accountDb, DisconnectBot disconnect) : IBeforeAccountGoes
{
    public async Task RunAsync(CancellationToken ct)
    {
        List<Guid> connected;
        await using (var db = await accountDb.OpenAsync(ct))
        {
            connected = await db.ChannelConnections.Select(c => c.BotId).Distinct().ToListAsync(ct);
        }

        foreach (var botId in connected)
        {
            await disconnect.RunAsync(botId, ct);
        }
    }
}
