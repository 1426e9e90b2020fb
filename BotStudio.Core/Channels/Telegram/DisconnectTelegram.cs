using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Takes a bot off Telegram and forgets its token. Conversations stay. What contacts write from now on waits at Telegram for a day, for
/// whoever connects the bot next.
/// </summary>
/// <returns><c>forbidden</c> below admin; <c>telegram.not_connected</c>, also for another account's bot.</returns>
public sealed class DisconnectTelegram(
    AccountDb accountDb,
    CurrentAccount account,
    TelegramReception reception,
    SecretText secrets,
    LiveConnections live,
    BotProblems problems
) : IDisconnect
{
    public string Channel => TelegramChannel.ChannelName;

    public async Task<Outcome> RunAsync(Guid botId, CancellationToken ct)
    {
        if (!account.May(Permission.ConnectBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var connection = await db.ChannelConnections.SingleOrDefaultAsync(
            c => c.BotId == botId && c.Channel == TelegramChannel.ChannelName,
            ct
        );
        if (connection is null)
        {
            return new Problem("telegram.not_connected");
        }

        var token = secrets.Open(connection.SealedSecret);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.ChannelConnections.Remove(connection);
        db.Audit(AuditAct.BotDisconnected, connection.Username ?? "", botId, "Telegram");
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bots}, {botId.ToString()})", ct);
        await transaction.CommitAsync(ct);

        live.Forget(botId);
        await problems.ClearAsync(botId, TelegramChannel.ChannelName, CancellationToken.None);
        await reception.EndAsync(token, CancellationToken.None);
        return Outcome.Done;
    }
}
