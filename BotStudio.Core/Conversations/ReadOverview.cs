using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations;

/// <summary>What a bot has been doing, in numbers.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ReadOverview(AccountDb accountDb, TimeProvider clock)
{
    /// <summary>Days that are shown, today among them.</summary>
    public const int Days = 7;

    /// <summary>What channels call content that they do not know.</summary>
    private const string UnknownKind = "unknown";

    /// <param name="zone">Whose midnights part the days.</param>
    public async Task<Outcome<BotOverview>> RunAsync(Guid botId, TimeZoneInfo zone, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
        var starts = Enumerable.Range(0, Days).Select(day => StartOf(today.AddDays(day - Days + 1), zone)).ToArray();
        var counts = await CountAsync(db, botId, starts, ct);

        return new BotOverview(
            await db.Contacts.CountAsync(c => c.BotId == botId, ct),
            await db.Conversations.CountAsync(c => c.BotId == botId, ct),
            [.. starts.Select((_, day) => new DayCounts(today.AddDays(day - Days + 1), Of(counts, day)))],
            await LastFailureAsync(db, botId, starts[0], ct)
        )
        {
            UnknownMessages = counts.Sum(row => row.Unknown),
        };
    }

    /// <summary>
    /// Messages have no index by bot: it would cost on every one of them. Their ids begin with their time, so each conversation that was active
    /// gives its latest ones from the key.
    /// </summary>
    private static Task<List<DayRow>> CountAsync(BotStudioDb db, Guid botId, DateTimeOffset[] starts, CancellationToken ct)
    {
        var first = MessageIds.FirstAt(starts[0]);
        var since = starts[0];
        return db
            .Database.SqlQuery<DayRow>(
                $"""
                select width_bucket(m.created_at, {starts}) - 1 as "Day",
                    count(*) filter (where m.direction = 0) as "Received",
                    count(*) filter (where m.direction = 1) as "Said",
                    count(*) filter (where m.direction = 0 and m.kind = {UnknownKind}) as "Unknown",
                    coalesce(sum(m.tokens_in), 0) as "TokensIn",
                    coalesce(sum(m.tokens_out), 0) as "TokensOut"
                from conversations c
                join lateral (
                    select created_at, direction, kind, tokens_in, tokens_out from messages where conversation_id = c.id and id >= {first}
                ) m on true
                where c.bot_id = {botId} and c.last_message_at >= {since}
                group by 1
                """
            )
            .ToListAsync(ct);
    }

    private static Task<FailedMessage?> LastFailureAsync(BotStudioDb db, Guid botId, DateTimeOffset since, CancellationToken ct)
    {
        var first = MessageIds.FirstAt(since);
        return db
            .Conversations.Where(c => c.BotId == botId && c.LastMessageAt >= since)
            .SelectMany(c => db.Messages.Where(m => m.ConversationId == c.Id && m.Id >= first && m.Status == MessageStatus.Failed))
            .OrderByDescending(m => m.CreatedAt)
            .Select(m => new FailedMessage(m.ConversationId, m.CreatedAt, m.Error))
            .FirstOrDefaultAsync(ct);
    }

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks go forward at midnight the day begins an hour later.
        midnight = zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight;
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static MessageCounts Of(List<DayRow> rows, int day) =>
        rows.FirstOrDefault(row => row.Day == day) is { } row
            ? new MessageCounts(row.Received, row.Said, row.TokensIn, row.TokensOut)
            : new MessageCounts(0, 0, 0, 0);

    private sealed record DayRow(int Day, long Received, long Said, long Unknown, long TokensIn, long TokensOut);
}

/// <param name="Days">The last seven days, today last.</param>
/// <param name="LastFailure">The latest message of these days that the channel refused; null when there is none.</param>
public sealed record BotOverview(int Contacts, int Conversations, IReadOnlyList<DayCounts> Days, FailedMessage? LastFailure)
{
    /// <summary>Messages of these days whose kind was not known yet, so that they got the fallback.</summary>
    public long UnknownMessages { get; init; }

    public MessageCounts Today => Days[^1].Counts;
}

public sealed record DayCounts(DateOnly Day, MessageCounts Counts);

/// <param name="Received">Messages from contacts.</param>
/// <param name="Said">Messages of the bot.</param>
public sealed record MessageCounts(long Received, long Said, long TokensIn, long TokensOut)
{
    public long Messages => Received + Said;

    public long Tokens => TokensIn + TokensOut;
}

public sealed record FailedMessage(Guid ConversationId, DateTimeOffset At, string? Error);
