using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads;

/// <summary>The job that tells of a lead: pages that are open hear of it at once.</summary>
public sealed class TellOfLead(PlatformDb platformDb, JobQueue queue) : JobHandler(queue)
{
    public override string Kind => LeadNews.TellKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Leads}, {job.AccountId.ToString()})", ct);
    }
}
