using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

public enum LeadOrder
{
    /// <summary>The newest first.</summary>
    Created,

    /// <summary>Those that got their status last first: as a column of the board has them.</summary>
    Moved,
}

/// <summary>The account's leads that a filter means, part by part.</summary>
/// <returns><c>forbidden</c> for nobody of the account.</returns>
public sealed class ListLeads(AccountDb accountDb, CurrentAccount account, IStringLocalizer<LeadsText> texts)
{
    /// <param name="filter">Null for all.</param>
    /// <param name="after">Where the part before ended, in the same order; null for the beginning.</param>
    /// <param name="size">1 to <see cref="Page{T}.MaxSize"/>.</param>
    public async Task<Outcome<Page<LeadRow>>> RunAsync(
        LeadFilter? filter,
        LeadOrder order,
        PageStart? after,
        int size,
        CancellationToken ct
    )
    {
        if (!account.May(Permission.ViewPeople))
        {
            return Problem.Forbidden;
        }

        size = Math.Clamp(size, 1, Page<LeadRow>.MaxSize);
        await using var db = await accountDb.OpenAsync(ct);
        var statuses = await LeadStatuses.ReadAsync(db, account.Id, texts, ct);
        var leads = (filter ?? LeadFilter.All).Of(db.Leads, statuses);
        var rows = await InOrder(leads, order, after).Take(size + 1).AsRows(db).ToListAsync(ct);
        return Page<LeadRow>.From(
            [.. rows.Select(row => row with { Status = statuses.Of(row.Status).Key })],
            size,
            row => new PageStart(order == LeadOrder.Created ? row.CreatedAt : row.MovedAt, row.Id)
        );
    }

    internal static IQueryable<Lead> InOrder(IQueryable<Lead> leads, LeadOrder order, PageStart? after)
    {
        if (order == LeadOrder.Created)
        {
            leads = after is null
                ? leads
                : leads.Where(l => EF.Functions.LessThan(ValueTuple.Create(l.CreatedAt, l.Id), ValueTuple.Create(after.At, after.Id)));
            return leads.OrderByDescending(l => l.CreatedAt).ThenByDescending(l => l.Id);
        }

        leads = after is null
            ? leads
            : leads.Where(l => EF.Functions.LessThan(ValueTuple.Create(l.MovedAt, l.Id), ValueTuple.Create(after.At, after.Id)));
        return leads.OrderByDescending(l => l.MovedAt).ThenByDescending(l => l.Id);
    }
}
