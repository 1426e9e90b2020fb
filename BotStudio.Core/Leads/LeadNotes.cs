using System.Linq.Expressions;
using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads;

/// <summary>Writes something down about a lead.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator; <c>leads.note_missing</c>; <c>leads.note_too_long</c>.</returns>
public sealed class AddLeadNote(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<LeadNoteRow>> RunAsync(Guid leadId, string text, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Leads.AnyAsync(l => l.Id == leadId, ct))
        {
            return Problem.NotFound;
        }

        var written = StoredText.Clean(text).Trim();
        if (written.Length is 0 or > LeadNote.MaxLength)
        {
            return (written.Length == 0 ? new Problem("leads.note_missing") : new Problem("leads.note_too_long", LeadNote.MaxLength)).At(
                "/text"
            );
        }

        var note = new LeadNote(account.Id, leadId, written, account.UserId, clock.GetUtcNow());
        db.LeadNotes.Add(note);
        await db.SaveChangesAsync(ct);
        await LeadFeed.TellAsync(db, account.Id, ct);
        return await db.LeadNotesWhere(n => n.Id == note.Id).SingleAsync(ct);
    }
}

/// <summary>Takes a note away.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class DeleteLeadNote(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid leadId, Guid noteId, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var deleted = await db.LeadNotes.Where(n => n.Id == noteId && n.LeadId == leadId).ExecuteDeleteAsync(ct);
        await LeadFeed.TellAsync(db, account.Id, ct);
        return deleted == 0 ? Problem.NotFound : Outcome.Done;
    }
}

/// <param name="WrittenBy">Name of the user; null for a program, or when the user is gone.</param>
public sealed record LeadNoteRow(Guid Id, string Text, string? WrittenBy, DateTimeOffset CreatedAt);

internal static class LeadNoteQuery
{
    /// <summary>The latest first.</summary>
    public static IQueryable<LeadNoteRow> LeadNotesWhere(this BotStudioDb db, Expression<Func<LeadNote, bool>> wanted) =>
        from note in db.LeadNotes.Where(wanted)
        orderby note.Id descending
        select new LeadNoteRow(
            note.Id,
            note.Text,
            db.Users.Where(user => user.Id == note.WrittenById).Select(user => user.DisplayName).FirstOrDefault(),
            note.CreatedAt
        );
}
