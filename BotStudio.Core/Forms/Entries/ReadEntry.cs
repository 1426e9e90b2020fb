using System.Text.Json;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Forms.Entries;

/// <summary>One entry, with the kept files of its pictures.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ReadEntry(AccountDb accountDb)
{
    public async Task<Outcome<EntryRow>> RunAsync(Guid botId, Guid entryId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var entry = await db.FormEntries.AsNoTracking().SingleOrDefaultAsync(e => e.BotId == botId && e.Id == entryId, ct);
        if (entry is null)
        {
            return Problem.NotFound;
        }

        var contact = await db
            .Contacts.Where(c => c.Id == entry.ContactId)
            .Select(c => new
            {
                c.FirstName,
                c.LastName,
                c.Username,
            })
            .SingleOrDefaultAsync(ct);
        var answers = FormsJson.ReadAnswers(entry.Answers);
        return new EntryRow(
            entry.Id,
            entry.FormId,
            entry.ContactId,
            $"{contact?.FirstName} {contact?.LastName}".Trim(),
            contact?.Username,
            entry.ConversationId,
            entry.Version,
            entry.Language,
            entry.Status,
            entry.Work,
            await WithFilesAsync(db, entry.ConversationId, answers, ct),
            entry.ReachedFieldId,
            entry.StartedAt,
            entry.ChangedAt,
            entry.CompletedAt
        );
    }

    /// <summary>Pictures are fetched after they are answered; from then on the transcript's message knows the file.</summary>
    internal static async Task<IReadOnlyList<EntryAnswer>> WithFilesAsync(
        BotStudioDb db,
        Guid conversationId,
        IReadOnlyList<EntryAnswer> answers,
        CancellationToken ct
    )
    {
        var wanted = answers
            .Where(answer => answer is { Media.FileId: null, MessageId: not null, Type: "photo" })
            .Select(answer => answer.MessageId)
            .ToList();
        if (wanted.Count == 0)
        {
            return answers;
        }

        var found = await db
            .Messages.Where(m => m.ConversationId == conversationId && wanted.Contains(m.ExternalId) && m.Media != null)
            .Select(m => new { m.ExternalId, m.Media })
            .ToListAsync(ct);
        return
        [
            .. answers.Select(answer =>
                found.Find(message => message.ExternalId == answer.MessageId) is { Media: { } media } && wanted.Contains(answer.MessageId)
                    ? answer with
                    {
                        Media = JsonSerializer.Deserialize(media, ConversationJson.Default.MessageMedia),
                    }
                    : answer
            ),
        ];
    }
}
