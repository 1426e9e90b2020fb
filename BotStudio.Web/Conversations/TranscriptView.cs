using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Conversations;

/// <summary>A conversation as far back as a reader has opened it. Kept right by reading only its end.</summary>
public sealed class TranscriptView(OpenConversation open, ReadTranscript read, Guid botId, Guid conversationId)
{
    public Guid ConversationId => conversationId;

    /// <summary>Null until it was read, and when it is not there.</summary>
    public ConversationRow? Conversation { get; private set; }

    public bool IsMissing { get; private set; }

    public IReadOnlyList<MessageRow> Messages { get; private set; } = [];

    public bool HasEarlier { get; private set; }

    /// <summary>Something is on its way to the channel, and when it arrives nobody tells.</summary>
    public bool AwaitsDelivery => Messages.Any(message => message.Status == MessageStatus.Queued);

    /// <summary>There is something that nobody of the account has seen.</summary>
    public bool HasUnread => Conversation?.UnreadCount > 0;

    /// <summary>Reads the end again: what is new is added, what has arrived or failed is marked.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        var conversation = await open.RunAsync(botId, conversationId, ct);
        var end = (await read.RunAsync(botId, conversationId, before: null, Page<MessageRow>.DefaultSize, ct)).Value;
        IsMissing = !conversation.Succeeded;
        Conversation = conversation.Value;
        if (end is null)
        {
            return;
        }

        Guid? first = end.Messages.Count > 0 ? end.Messages[0].Id : null;
        var known = Messages.TakeWhile(message => message.Id != first).ToList();
        if (known.Count == Messages.Count)
        {
            // Nothing in common with what was shown: the first reading, or more was said than one reading takes.
            Messages = end.Messages;
            HasEarlier = end.HasEarlier;
            return;
        }

        Messages = [.. known, .. end.Messages];
    }

    /// <summary>Reads as far back as a message is, if it is there at all.</summary>
    public async Task ReadBackToAsync(Guid messageId, CancellationToken ct)
    {
        while (HasEarlier && Messages.All(message => message.Id != messageId))
        {
            var before = Messages.Count;
            await ReadEarlierAsync(ct, Page<MessageRow>.MaxSize);
            if (Messages.Count == before)
            {
                return;
            }
        }
    }

    public async Task ReadEarlierAsync(CancellationToken ct, int size = Page<MessageRow>.DefaultSize)
    {
        if (Messages.Count == 0)
        {
            return;
        }

        var first = Messages[0].Id;
        var earlier = (await read.RunAsync(botId, conversationId, first, size, ct)).Value;
        if (earlier is not null && Messages[0].Id == first)
        {
            Messages = [.. earlier.Messages, .. Messages];
            HasEarlier = earlier.HasEarlier;
        }
    }
}
