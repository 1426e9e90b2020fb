using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads;

/// <summary>The members that a lead may be given to, by name.</summary>
public sealed class ListLeadMembers(AccountDb accountDb, CurrentAccount account)
{
    public async Task<IReadOnlyList<LeadMember>> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        return await db.MayWorkLeads(account.Id)
            .Join(db.Users, m => m.UserId, u => u.Id, (_, u) => new { u.Id, u.DisplayName })
            .OrderBy(u => u.DisplayName)
            .ThenBy(u => u.Id)
            .Select(u => new LeadMember(u.Id, u.DisplayName, u.Id == account.UserId))
            .ToListAsync(ct);
    }
}

public sealed record LeadMember(Guid UserId, string Name, bool IsMe);
