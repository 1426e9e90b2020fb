using BotStudio.Core.Data;
using BotStudio.Core.Forms;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Forms.Entries;

/// <summary>Puts entries into the database as the turns of contacts leave them there.</summary>
internal static class StoredEntries
{
    public static async Task<Guid> AddEntryAsync(
        this BotStudioDb db,
        Chat chat,
        string formId,
        DateTimeOffset startedAt,
        EntryStatus status = EntryStatus.Completed,
        string? reached = null,
        params EntryAnswer[] answers
    )
    {
        var id = Guid.CreateVersion7(startedAt);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into form_entries (id, account_id, bot_id, form_id, contact_id, conversation_id, version, language, status, work, answers, text,
                reached_field_id, started_at, changed_at, completed_at)
            values ({id}, {chat.Bot.AccountId}, {chat.Bot.Id}, {formId}, {chat.ContactId}, {chat.ConversationId}, 1, 'en', {(short)status}, 0,
                {FormsJson.WriteAnswers(answers)}::jsonb, {FormEntry.SearchTextOf(answers)}, {reached}, {startedAt}, {startedAt.AddMinutes(
                2
            )},
                {(status == EntryStatus.Completed ? startedAt.AddMinutes(2) : null)})
            """
        );
        return id;
    }

    public static EntryAnswer Answer(string field, string text, string type = "text") =>
        new()
        {
            FieldId = field,
            Key = field,
            Type = type,
            Label = char.ToUpperInvariant(field[0]) + field[1..],
            Value = text,
            Text = text,
        };
}
