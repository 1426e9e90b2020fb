using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Webhooks;

/// <summary>Has a delivery sent at once and tried anew from the beginning, whether it arrived before or not. The message is the same, with the same id.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator; <c>webhooks.only_once</c> for a question to the server;
/// <c>webhooks.changed_meanwhile</c>.</returns>
public sealed class ResendWebhook(AccountDb accountDb, CurrentAccount account, JobQueue queue, TimeProvider clock)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid deliveryId, CancellationToken ct)
    {
        if (!account.May(Permission.AnswerPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.BotId == botId && d.Id == deliveryId, ct);
        if (delivery is null)
        {
            return Problem.NotFound;
        }

        if (delivery.IsOnce)
        {
            return new Problem("webhooks.only_once");
        }

        delivery.SendAgain(clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem("webhooks.changed_meanwhile");
        }

        await queue.EnqueueAsync(
            db,
            new NewJob(account.Id, OutgoingWebhooks.SendKind, OutgoingWebhooks.PayloadOf(deliveryId, delivery.Round)) { SubjectId = botId },
            ct
        );
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bots}, {botId.ToString()})", ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}
