using System.Runtime.InteropServices;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

/// <summary>The account's leads by status, the beginning of each column, with how many there are and what came of them.</summary>
/// <returns><c>forbidden</c> for nobody of the account.</returns>
public sealed class ReadLeadBoard(AccountDb accountDb, CurrentAccount account, IStringLocalizer<LeadsText> texts)
{
    /// <summary>Cards of a column that are read at first.</summary>
    public const int ColumnSize = 30;

    /// <param name="filter">Its status does not matter here; null for all.</param>
    /// <param name="withCards">False for the numbers alone.</param>
    /// <param name="sizes">How many cards of which column are wanted, where it is more than <see cref="ColumnSize"/>.</param>
    public async Task<Outcome<LeadBoard>> RunAsync(
        LeadFilter? filter,
        LeadDays days,
        bool withCards,
        IReadOnlyDictionary<string, int>? sizes,
        CancellationToken ct
    )
    {
        if (!account.May(Permission.ViewPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var statuses = await LeadStatuses.ReadAsync(db, account.Id, texts, ct);
        var leads = ((filter ?? LeadFilter.All) with { Status = null }).Of(db.Leads, statuses);
        var counts = await leads
            .GroupBy(l => l.Status)
            .Select(group => new
            {
                Status = group.Key,
                Count = group.Count(),
                Today = group.Count(l => l.CreatedAt >= days.Today),
                Week = group.Count(l => l.CreatedAt >= days.WeekAgo),
            })
            .ToListAsync(ct);

        var columns = new List<LeadColumn>();
        foreach (var status in statuses)
        {
            var count = counts.Where(each => statuses.Of(each.Status).Key == status.Key).Sum(each => each.Count);
            var wanted = Math.Max(ColumnSize, sizes?.GetValueOrDefault(status.Key) ?? 0);
            var cards =
                withCards && count > 0
                    ? await ListLeads
                        .InOrder(LeadFilter.InStatus(leads, status.Key, statuses), LeadOrder.Moved, null)
                        .Take(Math.Min(wanted, Page<LeadRow>.MaxSize))
                        .AsRows(db)
                        .ToListAsync(ct)
                    : [];
            columns.Add(new LeadColumn(status, count, [.. cards.Select(card => card with { Status = status.Key })]));
        }

        return new LeadBoard(columns, counts.Sum(each => each.Today), counts.Sum(each => each.Week));
    }
}

/// <summary>When the account's days begin.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LeadDays(DateTimeOffset Today, DateTimeOffset WeekAgo)
{
    /// <summary>Today and the six days before it.</summary>
    public static LeadDays In(TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = zone.DayOf(now);
        return new LeadDays(zone.StartOf(today), zone.StartOf(today.AddDays(-6)));
    }
}

/// <param name="Today">Made today.</param>
/// <param name="Week">Made today or in the six days before.</param>
public sealed record LeadBoard(IReadOnlyList<LeadColumn> Columns, int Today, int Week)
{
    public int Total => Columns.Sum(column => column.Count);

    public int Won => CountOf(LeadStatusKind.Won);

    public int Lost => CountOf(LeadStatusKind.Lost);

    public int Open => CountOf(LeadStatusKind.Open);

    /// <summary>Of those that are decided, the part that was won, 0 to 1; null while none is.</summary>
    public double? Conversion => Won + Lost == 0 ? null : (double)Won / (Won + Lost);

    private int CountOf(LeadStatusKind kind) => Columns.Where(column => column.Status.Kind == kind).Sum(column => column.Count);
}

/// <param name="Count">Of all that are in it.</param>
public sealed record LeadColumn(LeadStatusRow Status, int Count, IReadOnlyList<LeadRow> Cards);
