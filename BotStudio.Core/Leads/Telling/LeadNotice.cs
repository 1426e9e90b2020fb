using BotStudio.Core.Data;

namespace BotStudio.Core.Leads.Telling;

/// <summary>Where a connected chat was told of a lead: what changes later is changed there, in the same message.</summary>
public sealed class LeadNotice : IBelongsToAccount
{
    private LeadNotice() { }

    public LeadNotice(Guid accountId, Guid leadId, Guid noticeChatId, Guid conversationId, Guid messageId, DateTimeOffset now)
    {
        AccountId = accountId;
        LeadId = leadId;
        NoticeChatId = noticeChatId;
        ConversationId = conversationId;
        MessageId = messageId;
        ToldAt = now;
    }

    public Guid AccountId { get; private set; }

    public Guid LeadId { get; private set; }

    public Guid NoticeChatId { get; private set; }

    /// <summary>Of the chat.</summary>
    public Guid ConversationId { get; private set; }

    /// <summary>The message that shows it now.</summary>
    public Guid MessageId { get; private set; }

    public DateTimeOffset ToldAt { get; private set; }

    public void IsShownBy(Guid messageId) => MessageId = messageId;
}
