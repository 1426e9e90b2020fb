using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

/// <summary>
/// Makes one lead of two: it keeps what it says, takes over what only the other one says, the notes and the history of both. The other one is gone.
/// </summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator; <c>leads.same</c>.</returns>
public sealed class MergeLeads(
    AccountDb accountDb,
    CurrentAccount account,
    JobQueue queue,
    IStringLocalizer<LeadsText> texts,
    TimeProvider clock
)
{
    public async Task<Outcome<LeadRow>> RunAsync(Guid leadId, Guid otherId, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        if (leadId == otherId)
        {
            return new Problem("leads.same");
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // In one order, so that two who merge the same ones the other way round do not wait for each other for ever.
        var (first, second) = leadId.CompareTo(otherId) < 0 ? (leadId, otherId) : (otherId, leadId);
        await db.LockLeadAsync(first, ct);
        await db.LockLeadAsync(second, ct);
        var lead = await db.Leads.SingleOrDefaultAsync(l => l.Id == leadId, ct);
        var other = await db.Leads.SingleOrDefaultAsync(l => l.Id == otherId, ct);
        if (lead is null || other is null)
        {
            return Problem.NotFound;
        }

        var now = clock.GetUtcNow();
        var changes = lead.Absorb(other, now);
        await db.LeadNotes.Where(n => n.LeadId == otherId).ExecuteUpdateAsync(set => set.SetProperty(n => n.LeadId, leadId), ct);
        await db.LeadEvents.Where(e => e.LeadId == otherId).ExecuteUpdateAsync(set => set.SetProperty(e => e.LeadId, leadId), ct);
        await db.LeadWindows.Where(w => w.LeadId == otherId).ExecuteUpdateAsync(set => set.SetProperty(w => w.LeadId, leadId), ct);
        db.Remove(other);
        var line = new LeadEvent(account.Id, leadId, LeadEventKind.Merged, changes, account.UserId, null, now);
        await db.TellAsync(queue, lead, line, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        var row = await db.Leads.Where(l => l.Id == leadId).AsRows(db).SingleAsync(ct);
        return row with { Status = (await LeadStatuses.ReadAsync(db, account.Id, texts, ct)).Of(row.Status).Key };
    }
}
