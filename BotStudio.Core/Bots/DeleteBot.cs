using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots;

/// <summary>Deletes a bot with its versions, contacts and conversations, for good. Disconnect its channels first, so that they stop calling.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below admin; <c>bots.still_connected</c> while a channel is connected.</returns>
public sealed class DeleteBot(AccountDb accountDb, CurrentAccount account, JobQueue queue)
{
    public async Task<Outcome> RunAsync(Guid botId, CancellationToken ct)
    {
        if (!account.May(Permission.DeleteBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Bots.Where(b => b.Id == botId).Select(b => b.Name).SingleOrDefaultAsync(ct) is not { } name)
        {
            return Problem.NotFound;
        }

        if (await db.ChannelConnections.AnyAsync(c => c.BotId == botId, ct))
        {
            return new Problem("bots.still_connected");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Messages.Where(m => db.Conversations.Any(c => c.BotId == botId && c.Id == m.ConversationId)).ExecuteDeleteAsync(ct);
        await db.FormEntries.Where(e => e.BotId == botId).ExecuteDeleteAsync(ct);

        // The rest goes with the bot's row by foreign keys.
        await db.Bots.Where(b => b.Id == botId).ExecuteDeleteAsync(ct);
        db.Audit(AuditAct.BotDeleted, name, botId);
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(db, RemoveFiles.OfBot(account.Id, botId), ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bots}, {botId.ToString()})", ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}
