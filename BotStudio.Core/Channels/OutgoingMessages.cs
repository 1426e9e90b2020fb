using System.Text.Json;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Channels;

/// <summary>Reads back what a delivery has to send, when it is not in memory: after a crash, a pause or behind another message.</summary>
public sealed class OutgoingMessages(PlatformDb platformDb)
{
    /// <returns>Null when the conversation is gone.</returns>
    public async Task<OutgoingHint?> FindAsync(OutgoingJob job, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var conversation = await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == job.ConversationId, ct);
        if (conversation is null)
        {
            return null;
        }

        var messages = await db
            .Messages.AsNoTracking()
            .Where(m => m.ConversationId == job.ConversationId && job.MessageIds.Contains(m.Id))
            .OrderBy(m => m.Id)
            .ToListAsync(ct);
        return new OutgoingHint(
            new ConversationRef(
                conversation.Id,
                conversation.ContactId,
                conversation.AccountId,
                conversation.BotId,
                conversation.Channel,
                new ChatAddress(
                    conversation.ChatId,
                    conversation.ThreadId.Length == 0 ? null : conversation.ThreadId,
                    conversation.ChatKind
                )
            ),
            messages.ConvertAll(message => ToSend(message, job.ReplyToExternalId))
        );
    }

    private static SpokenMessage ToSend(Message message, string? replyTo)
    {
        var sending = message.Sending is null ? null : JsonSerializer.Deserialize(message.Sending, ConversationJson.Default.MessageSending);
        return new SpokenMessage
        {
            Id = message.Id,
            At = message.CreatedAt,
            Kind = message.Kind,
            Text = message.Text,
            Outgoing = new OutgoingMessage
            {
                Text = message.Text,
                Form = sending?.Form ?? TextForm.Markdown,
                Media = message.Media is null ? null : JsonSerializer.Deserialize(message.Media, ConversationJson.Default.MessageMedia),
                EditsExternalId = sending?.EditsExternalId,
                Keyboard = sending?.Keyboard,
                Buttons = message.Buttons is null ? [] : JsonSerializer.Deserialize(message.Buttons, ConversationJson.Default.Buttons)!,
                ReplyToExternalId = replyTo,
            },
        };
    }
}
