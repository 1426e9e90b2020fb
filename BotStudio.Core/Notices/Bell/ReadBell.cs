using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Notices.Bell;

/// <summary>What is under the bell of whoever asks, newest first.</summary>
public sealed class ReadBell(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Page<BellRow>> RunAsync(PageStart? after, int size, bool unreadOnly, CancellationToken ct)
    {
        var userId = account.UserId;
        await using var db = await accountDb.OpenAsync(ct);
        var notices = db.BellNotices.Where(n => n.UserId == userId && (!unreadOnly || n.ReadAt == null));
        if (after is not null)
        {
            notices = notices.Where(n => n.CreatedAt < after.At || (n.CreatedAt == after.At && n.Id.CompareTo(after.Id) < 0));
        }

        var rows = await notices
            .OrderByDescending(n => n.CreatedAt)
            .ThenByDescending(n => n.Id)
            .Take(size + 1)
            .Select(n => new BellRow(n.Id, n.Event, n.Title, n.Text, n.Path, n.CreatedAt, n.ReadAt))
            .ToListAsync(ct);
        return Page<BellRow>.From(rows, size, row => new PageStart(row.CreatedAt, row.Id));
    }
}

/// <param name="Path">Where it leads in the product; null when nowhere.</param>
public sealed record BellRow(
    Guid Id,
    NoticeEvent Event,
    string Title,
    string Text,
    string? Path,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ReadAt
);

/// <summary>How many notices whoever asks has not read.</summary>
public sealed class CountBell(AccountDb accountDb, CurrentAccount account)
{
    /// <summary>Nobody counts further.</summary>
    private const int Most = 100;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var userId = account.UserId;
        await using var db = await accountDb.OpenAsync(ct);
        return await db.BellNotices.Where(n => n.UserId == userId && n.ReadAt == null).Take(Most).CountAsync(ct);
    }
}

/// <summary>Marks one notice of whoever asks as read, or all of them. The other tabs of theirs hear of it.</summary>
public sealed class MarkBellRead(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    /// <param name="noticeId">Null for all.</param>
    /// <returns><c>not_found</c>.</returns>
    public async Task<Outcome> RunAsync(Guid? noticeId, CancellationToken ct)
    {
        if (account.UserId is not { } userId)
        {
            return Problem.NotFound;
        }

        var now = clock.GetUtcNow();
        await using var db = await accountDb.OpenAsync(ct);
        var mine = db.BellNotices.Where(n => n.UserId == userId && (noticeId == null || n.Id == noticeId));
        if (noticeId is not null && !await mine.AnyAsync(ct))
        {
            return Problem.NotFound;
        }

        await mine.Where(n => n.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), ct);
        var payload = NotifyMembers.HintFor(account.Id, userId);
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bell}, {payload})", ct);
        return Outcome.Done;
    }
}
