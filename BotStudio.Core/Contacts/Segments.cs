using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Contacts;

/// <summary>A bot's segments by name.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListSegments(AccountDb accountDb)
{
    public async Task<Outcome<IReadOnlyList<SegmentRow>>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var segments = await db.Segments.Where(s => s.BotId == botId).OrderBy(s => s.Name).AsNoTracking().ToListAsync(ct);
        return segments.ConvertAll(SegmentRow.Of);
    }
}

/// <summary>Keeps a filter under a name: a new segment, or another name and filter for an old one.</summary>
/// <returns>
/// <c>not_found</c>; <c>forbidden</c> below operator; <c>contacts.segment_name_missing</c>, <c>contacts.segment_name_too_long</c>,
/// <c>contacts.segment_exists</c>, <c>contacts.too_many_segments</c>; what <see cref="CheckFilter"/> finds.
/// </returns>
public sealed class SaveSegment(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    /// <param name="segmentId">Null for a new one.</param>
    public async Task<Outcome<SegmentRow>> RunAsync(Guid botId, Guid? segmentId, SegmentInput input, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db.Bots.SingleOrDefaultAsync(b => b.Id == botId, ct);
        var segment = segmentId is null ? null : await db.Segments.SingleOrDefaultAsync(s => s.Id == segmentId && s.BotId == botId, ct);
        if (bot is null || (segmentId is not null && segment is null))
        {
            return Problem.NotFound;
        }

        var name = StoredText.Clean(input.Name ?? "").Trim();
        var filter = input.Filter ?? ContactFilter.Everyone;
        if ((CheckName(name) ?? CheckFilter.Run(filter)) is { } problem)
        {
            return problem;
        }

        if (segment is null)
        {
            if (await db.Segments.CountAsync(s => s.BotId == botId, ct) >= Segment.MaxCount)
            {
                return new Problem("contacts.too_many_segments", Segment.MaxCount);
            }

            segment = new Segment(bot, name, filter, clock.GetUtcNow());
            db.Segments.Add(segment);
        }
        else
        {
            segment.Change(name, filter);
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Problem("contacts.segment_exists", name).At("/name");
        }

        return SegmentRow.Of(segment);
    }

    private static Problem? CheckName(string name) =>
        name.Length == 0 ? new Problem("contacts.segment_name_missing").At("/name")
        : name.Length > Segment.MaxNameLength ? new Problem("contacts.segment_name_too_long", Segment.MaxNameLength).At("/name")
        : null;
}

/// <summary>Forgets a segment; the contacts in it stay.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class DeleteSegment(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid segmentId, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var deleted = await db.Segments.Where(s => s.Id == segmentId && s.BotId == botId).ExecuteDeleteAsync(ct);
        return deleted == 0 ? Problem.NotFound : Outcome.Done;
    }
}

/// <param name="Name">1 to 60 characters, once in a bot.</param>
/// <param name="Filter">Who is in it; everybody when left out.</param>
public sealed record SegmentInput(string? Name, ContactFilter? Filter);

public sealed record SegmentRow(Guid Id, string Name, ContactFilter Filter)
{
    internal static SegmentRow Of(Segment segment) => new(segment.Id, segment.Name, ContactFilter.FromJson(segment.Filter));
}
