using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

/// <summary>The account's statuses from the left, with how many leads each has.</summary>
public sealed class ListLeadStatuses(AccountDb accountDb, CurrentAccount account, IStringLocalizer<LeadsText> texts)
{
    public async Task<IReadOnlyList<CountedLeadStatus>> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var statuses = await LeadStatuses.ReadAsync(db, account.Id, texts, ct);
        var counts = await db.Leads.GroupBy(l => l.Status).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return
        [
            .. statuses.Select(status => new CountedLeadStatus(
                status.Key,
                status.Name,
                status.Color,
                status.Kind,
                counts.Where(each => statuses.Of(each.Key).Key == status.Key).Sum(each => each.Count)
            )),
        ];
    }
}

/// <param name="Key">Its name for programs, which never changes.</param>
public sealed record CountedLeadStatus(string Key, string Name, string Color, LeadStatusKind Kind, int Count);

/// <param name="Key">Null for a new one.</param>
/// <param name="Name">1 to 40 characters; a built-in one that is given the name it has keeps being said in the reader's language.</param>
/// <param name="Color">One of teal, blue, violet, pink, amber, green, red, gray.</param>
public sealed record LeadStatusInput(string? Key, string? Name, string? Color, LeadStatusKind Kind);

/// <summary>
/// Saves the board's columns as they are to be, from the left. A status that is not among them any more is deleted; its leads go to the status
/// that <c>moves</c> names for it.
/// </summary>
/// <returns>
/// <c>forbidden</c> below editor; <c>leads.status_needs_target</c> where leads would be left without a status; <c>leads.status_name</c>,
/// <c>leads.status_color</c>, <c>leads.status_twice</c>, <c>leads.too_many_statuses</c>, <c>leads.no_open_status</c>, <c>leads.no_status</c>.
/// </returns>
public sealed class SaveLeadStatuses(AccountDb accountDb, CurrentAccount account, IStringLocalizer<LeadsText> texts, TimeProvider clock)
{
    /// <param name="moves">By the key of a status that goes: the key of one that stays.</param>
    public async Task<Outcome<IReadOnlyList<LeadStatusRow>>> RunAsync(
        IReadOnlyList<LeadStatusInput> wanted,
        IReadOnlyDictionary<string, string>? moves,
        CancellationToken ct
    )
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // One at a time for an account: its row is what everybody who changes the columns waits at.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"lead_statuses/" + account.Id}, 0))", ct);
        var before = await LeadStatuses.ReadAsync(db, account.Id, texts, ct);
        if (Check(wanted, before) is { Count: > 0 } problems)
        {
            return Outcome<IReadOnlyList<LeadStatusRow>>.Refused(problems);
        }

        var after = wanted.Select((status, index) => RowOf(status, before, index)).ToList();
        var gone = before.Select(status => status.Key).Except(after.Select(status => status.Key)).ToList();

        // Whoever moves a lead just now holds its status, so this waits for them; what they moved is among the leads below.
        await db.LeadStatuses.ExecuteDeleteAsync(ct);
        foreach (var key in gone)
        {
            if (await MoveAsync(db, key, moves?.GetValueOrDefault(key), after, ct) is { } problem)
            {
                return problem;
            }
        }

        db.AddRange(after);
        await db.SaveChangesAsync(ct);
        await LeadFeed.TellAsync(db, account.Id, ct);
        await transaction.CommitAsync(ct);
        return Outcome.Of(await LeadStatuses.ReadAsync(db, account.Id, texts, ct));
    }

    private async Task<Problem?> MoveAsync(BotStudioDb db, string key, string? target, List<LeadStatus> after, CancellationToken ct)
    {
        if (target is null)
        {
            return await db.Leads.AnyAsync(l => l.Status == key, ct) ? new Problem("leads.status_needs_target", key) : null;
        }

        if (after.All(status => status.Key != target))
        {
            return new Problem("leads.no_status", target);
        }

        var now = clock.GetUtcNow();
        await db
            .Leads.Where(l => l.Status == key)
            .ExecuteUpdateAsync(
                set => set.SetProperty(l => l.Status, target).SetProperty(l => l.MovedAt, now).SetProperty(l => l.UpdatedAt, now),
                ct
            );
        return null;
    }

    private LeadStatus RowOf(LeadStatusInput input, IReadOnlyList<LeadStatusRow> before, int position)
    {
        var name = Named(input);
        var known = before.FirstOrDefault(status => status.Key == input.Key);
        return new LeadStatus(
            account.Id,
            known?.Key ?? PartId.New(),
            known is { HasOwnName: false } && known.Name == name ? null : name,
            input.Color ?? LeadStatuses.Colors[0],
            input.Kind,
            position
        );
    }

    private static List<Problem> Check(IReadOnlyList<LeadStatusInput> wanted, IReadOnlyList<LeadStatusRow> before)
    {
        var problems = new List<Problem>();
        if (wanted.Count > LeadStatuses.Most)
        {
            problems.Add(new Problem("leads.too_many_statuses", LeadStatuses.Most).At("/statuses"));
        }

        if (wanted.All(status => status.Kind != LeadStatusKind.Open))
        {
            problems.Add(new Problem("leads.no_open_status").At("/statuses"));
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            var (status, place) = (wanted[i], $"/statuses/{i}");
            if (Named(status).Length is 0 or > LeadStatus.MaxNameLength)
            {
                problems.Add(new Problem("leads.status_name", LeadStatus.MaxNameLength).At(place + "/name"));
            }
            else if (wanted.Take(i).Any(other => Named(other).Equals(Named(status), StringComparison.OrdinalIgnoreCase)))
            {
                problems.Add(new Problem("leads.status_twice", Named(status)).At(place + "/name"));
            }

            if (status.Color is not null && !LeadStatuses.Colors.Contains(status.Color))
            {
                problems.Add(new Problem("leads.status_color", string.Join(", ", LeadStatuses.Colors)).At(place + "/color"));
            }

            if (
                !string.IsNullOrEmpty(status.Key)
                && (before.All(known => known.Key != status.Key) || wanted.Take(i).Any(other => other.Key == status.Key))
            )
            {
                problems.Add(new Problem("leads.no_status", status.Key).At(place + "/key"));
            }

            if (!Enum.IsDefined(status.Kind))
            {
                problems.Add(new Problem("leads.no_status", (int)status.Kind).At(place + "/kind"));
            }
        }

        return problems;
    }

    private static string Named(LeadStatusInput status) => StoredText.Clean(status.Name ?? "").Trim();
}
