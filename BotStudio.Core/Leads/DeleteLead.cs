using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads;

/// <summary>Deletes a lead with its notes and its history, for good. The contact and the conversation stay.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class DeleteLead(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid leadId, CancellationToken ct)
    {
        if (!account.May(Permission.DeletePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Leads.Where(l => l.Id == leadId).ExecuteDeleteAsync(ct) == 0)
        {
            return Problem.NotFound;
        }

        await LeadFeed.TellAsync(db, account.Id, ct);
        return Outcome.Done;
    }
}
