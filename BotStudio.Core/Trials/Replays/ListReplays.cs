using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Replays;

/// <summary>A bot's replays, the latest first.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> for those who may not read conversations.</returns>
public sealed class ListReplays(AccountDb accountDb, CurrentAccount account)
{
    /// <param name="after">Where the part before ended; null for the beginning.</param>
    /// <param name="size">1 to <see cref="Page{T}.MaxSize"/>.</param>
    public async Task<Outcome<Page<ReplayRow>>> RunAsync(Guid botId, PageStart? after, int size, CancellationToken ct)
    {
        if (!account.May(Permission.ViewPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        size = Math.Clamp(size, 1, Page<ReplayRow>.MaxSize);
        // Ids are in the order of time.
        var replays = db.Replays.Where(r => r.BotId == botId && (after == null || r.Id < after.Id)).OrderByDescending(r => r.Id);
        return Page<ReplayRow>.From(
            await ReplayRow.ReadAsync(db, replays.Take(size + 1), ct),
            size,
            row => new PageStart(row.StartedAt, row.Id)
        );
    }
}

/// <summary>One replay with all its messages, in the order in which they were written.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> for those who may not read conversations.</returns>
public sealed class OpenReplay(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome<ReplayDetail>> RunAsync(Guid botId, Guid replayId, CancellationToken ct)
    {
        if (!account.May(Permission.ViewPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var replay = (await ReplayRow.ReadAsync(db, db.Replays.Where(r => r.Id == replayId && r.BotId == botId), ct)).SingleOrDefault();
        if (replay is null)
        {
            return Problem.NotFound;
        }

        var items = await db
            .ReplayItems.Where(i => i.ReplayId == replayId)
            .OrderBy(i => i.Position)
            .Join(
                db.Contacts,
                i => i.ContactId,
                c => c.Id,
                (item, contact) => new { Item = item, Name = (contact.FirstName + " " + (contact.LastName ?? "")).Trim() }
            )
            .AsNoTracking()
            .ToListAsync(ct);
        return new ReplayDetail(replay, items.ConvertAll(found => ReplayItemRow.Of(found.Item, found.Name)));
    }
}

/// <param name="Revision">Of the draft that was asked.</param>
/// <param name="Problem">Code of what broke it off; null for nothing.</param>
/// <param name="Estimate">US dollars that were expected.</param>
/// <param name="Cost">US dollars so far; null when nobody knows the price of a model that was asked.</param>
/// <param name="CostThen">What the same answers cost when they were given.</param>
public sealed record ReplayRow(
    Guid Id,
    int Revision,
    int Days,
    TrialState State,
    string? Problem,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string? StartedBy,
    int Total,
    int Done,
    int Unanswered,
    decimal? Estimate,
    decimal? Cost,
    decimal? CostThen,
    int AverageMs,
    int AverageMsThen
)
{
    /// <summary>When it is forgotten.</summary>
    public DateTimeOffset KeptUntil => StartedAt + Replay.KeptFor;

    internal static async Task<List<ReplayRow>> ReadAsync(BotStudioDb db, IQueryable<Replay> replays, CancellationToken ct)
    {
        var found = await replays
            .OrderByDescending(r => r.Id)
            .Select(r => new
            {
                Replay = r,
                StartedBy = db.Users.Where(u => u.Id == r.StartedBy).Select(u => u.DisplayName).FirstOrDefault(),
                Total = db.ReplayItems.Count(i => i.ReplayId == r.Id),
                Done = db.ReplayItems.Count(i => i.ReplayId == r.Id && i.IsAsked),
                Unanswered = db.ReplayItems.Count(i => i.ReplayId == r.Id && i.Problem != null),
                Unknown = db.ReplayItems.Any(i => i.ReplayId == r.Id && i.IsAsked && i.Cost == null),
                Cost = db.ReplayItems.Where(i => i.ReplayId == r.Id).Sum(i => i.Cost),
                UnknownThen = db.ReplayItems.Any(i => i.ReplayId == r.Id && i.IsAsked && i.ThenCost == null),
                CostThen = db.ReplayItems.Where(i => i.ReplayId == r.Id && i.IsAsked).Sum(i => i.ThenCost),
                Took = db.ReplayItems.Where(i => i.ReplayId == r.Id && i.IsAsked).Average(i => (double?)i.TookMs),
                TookThen = db.ReplayItems.Where(i => i.ReplayId == r.Id && i.IsAsked).Average(i => (double?)i.ThenTookMs),
            })
            .AsNoTracking()
            .ToListAsync(ct);
        return found.ConvertAll(row => new ReplayRow(
            row.Replay.Id,
            row.Replay.Revision,
            row.Replay.Days,
            row.Replay.State,
            row.Replay.Problem,
            row.Replay.StartedAt,
            row.Replay.EndedAt,
            row.StartedBy,
            row.Total,
            row.Done,
            row.Unanswered,
            row.Replay.Estimate,
            row.Unknown ? null : row.Cost ?? 0,
            row.UnknownThen ? null : row.CostThen ?? 0,
            (int)(row.Took ?? 0),
            (int)(row.TookThen ?? 0)
        ));
    }
}

public sealed record ReplayDetail(ReplayRow Replay, IReadOnlyList<ReplayItemRow> Items);

/// <param name="Then">What the bot said.</param>
/// <param name="Now">What the draft says; empty before it is asked.</param>
public sealed record ReplayItemRow(
    Guid MessageId,
    Guid ConversationId,
    string ContactName,
    string Question,
    DateTimeOffset AskedAt,
    string Then,
    string? ThenModel,
    int ThenTokens,
    decimal? ThenCost,
    int ThenTookMs,
    bool IsAsked,
    string Now,
    ReplyStep? Step,
    IReadOnlyList<RehearsedCall> Calls,
    string? Problem,
    string? Model,
    int TokensIn,
    int TokensOut,
    decimal? Cost,
    int TookMs
)
{
    internal static ReplayItemRow Of(ReplayItem item, string contactName) =>
        new(
            item.MessageId,
            item.ConversationId,
            contactName,
            item.Question,
            item.AskedAt,
            item.Then,
            item.ThenModel,
            item.ThenTokens,
            item.ThenCost,
            item.ThenTookMs,
            item.IsAsked,
            item.Now,
            item.Step,
            item.ReadCalls(),
            item.Problem,
            item.Model,
            item.TokensIn,
            item.TokensOut,
            item.Cost,
            item.TookMs
        );
}
