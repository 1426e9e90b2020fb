using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

/// <summary>How many leads stand where new ones begin: nobody has done anything about them yet.</summary>
public sealed class CountNewLeads(AccountDb accountDb, CurrentAccount account, IStringLocalizer<LeadsText> texts)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var statuses = await LeadStatuses.ReadAsync(db, account.Id, texts, ct);
        return await LeadFilter.InStatus(db.Leads, statuses.Of("").Key, statuses).CountAsync(ct);
    }
}
