using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Audit;

/// <summary>Who did what in the account, newest first.</summary>
/// <returns><c>forbidden</c> below admin.</returns>
public sealed class ListAudit(AccountDb accountDb, CurrentAccount account, AuditWords words)
{
    public async Task<Outcome<Page<AuditRow>>> RunAsync(AuditFilter filter, PageStart? after, int size, CancellationToken ct)
    {
        if (!account.May(Permission.ViewAudit))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var rows = await filter
            .In(db.AuditEntries, after)
            .Take(size + 1)
            .Select(e => new { Entry = e, Name = db.Users.Where(u => u.Id == e.UserId).Select(u => u.DisplayName).FirstOrDefault() })
            .ToListAsync(ct);
        return Page<AuditRow>.From(
            rows.ConvertAll(row => AuditRow.Of(row.Entry, row.Name, words)),
            size,
            row => new PageStart(row.At, row.Id)
        );
    }
}

/// <summary>Which entries; what is null does not matter.</summary>
/// <param name="From">The first moment.</param>
/// <param name="Before">The first moment that is too late.</param>
public sealed record AuditFilter(
    AuditAct? Act = null,
    Guid? UserId = null,
    Guid? SubjectId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Before = null
)
{
    /// <summary>Newest first.</summary>
    internal IQueryable<AuditEntry> In(IQueryable<AuditEntry> entries, PageStart? after) =>
        entries
            .AsNoTracking()
            .Where(e => Act == null || e.Act == Act)
            .Where(e => UserId == null || e.UserId == UserId)
            .Where(e => SubjectId == null || e.SubjectId == SubjectId)
            .Where(e => From == null || e.At >= From)
            .Where(e => Before == null || e.At < Before)
            .Where(e => after == null || e.At < after.At || (e.At == after.At && e.Id.CompareTo(after.Id) < 0))
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id);
}

/// <param name="UserName">Null when nobody asked for it, or when they do not belong to the account any more.</param>
/// <param name="Agent">Kind of browser or program.</param>
/// <param name="ByProgram">Through the API.</param>
/// <param name="Words">The entry said in the reader's language.</param>
public sealed record AuditRow(
    Guid Id,
    DateTimeOffset At,
    Guid? UserId,
    string? UserName,
    AuditAct Act,
    string Words,
    string Subject,
    Guid? SubjectId,
    string Detail,
    string? Address,
    string? Agent,
    bool ByProgram
)
{
    internal static AuditRow Of(AuditEntry entry, string? name, AuditWords words) =>
        new(
            entry.Id,
            entry.At,
            entry.UserId,
            name,
            entry.Act,
            words.Of(entry.Act, entry.Subject, entry.Detail),
            entry.Subject,
            entry.SubjectId,
            entry.Detail,
            entry.Address,
            entry.Agent,
            entry.ByProgram
        );
}
