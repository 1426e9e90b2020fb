using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>Lines of the transcript that nobody said and only the account sees: who took over, when the bot went on.</summary>
internal static class ConversationNotes
{
    public const string TakenOver = "taken_over";
    public const string HandedBack = "handed_back";
    public const string Resumed = "resumed";

    /// <param name="kind">One of the constants; kept as the message's kind.</param>
    /// <param name="userId">Who did it; null for the bot.</param>
    public static Task AddNoteAsync(
        this BotStudioDb db,
        Conversation conversation,
        string kind,
        Guid? userId,
        Guid messageId,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into messages (conversation_id, id, account_id, bot_id, direction, status, kind, text, sent_by, created_at)
            values ({conversation.Id}, {messageId}, {conversation.AccountId}, {conversation.BotId}, {(short)MessageDirection.Note},
                {(short)MessageStatus.Received}, {kind}, '', {userId}, {now})
            """,
            ct
        );
}
