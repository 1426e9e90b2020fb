using System.Linq.Expressions;
using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>Writes something down about a contact.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator; <c>contacts.note_missing</c>; <c>contacts.note_too_long</c>.</returns>
public sealed class AddNote(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<NoteRow>> RunAsync(Guid botId, Guid contactId, string text, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var contact = await db.Contacts.SingleOrDefaultAsync(c => c.Id == contactId && c.BotId == botId, ct);
        if (contact is null)
        {
            return Problem.NotFound;
        }

        var written = StoredText.Clean(text).Trim();
        if (written.Length is 0 or > ContactNote.MaxLength)
        {
            return (
                written.Length == 0 ? new Problem("contacts.note_missing") : new Problem("contacts.note_too_long", ContactNote.MaxLength)
            ).At("/text");
        }

        var note = new ContactNote(contact, written, account.UserId, clock.GetUtcNow());
        db.ContactNotes.Add(note);
        await db.SaveChangesAsync(ct);
        return await db.NotesWhere(n => n.Id == note.Id).SingleAsync(ct);
    }
}

/// <summary>Takes a note away.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class DeleteNote(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid contactId, Guid noteId, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var deleted = await db
            .ContactNotes.Where(n => n.Id == noteId && n.ContactId == contactId)
            .Where(n => db.Contacts.Any(c => c.Id == n.ContactId && c.BotId == botId))
            .ExecuteDeleteAsync(ct);
        return deleted == 0 ? Problem.NotFound : Outcome.Done;
    }
}

/// <param name="WrittenBy">Name of the user; null for a program, or when the user is gone.</param>
public sealed record NoteRow(Guid Id, string Text, string? WrittenBy, DateTimeOffset CreatedAt);

internal static class NoteQuery
{
    /// <summary>The latest first.</summary>
    public static IQueryable<NoteRow> NotesWhere(this BotStudioDb db, Expression<Func<ContactNote, bool>> wanted) =>
        from note in db.ContactNotes.Where(wanted)
        orderby note.Id descending
        select new NoteRow(
            note.Id,
            note.Text,
            db.Users.Where(user => user.Id == note.WrittenById).Select(user => user.DisplayName).FirstOrDefault(),
            note.CreatedAt
        );
}
