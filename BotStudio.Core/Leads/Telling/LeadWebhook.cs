using BotStudio.Core.Data;

namespace BotStudio.Core.Leads.Telling;

/// <summary>An address of the owner's that hears of a bot's leads.</summary>
public sealed class LeadWebhook : IBelongsToAccount
{
    /// <summary>Event types.</summary>
    public const string Created = "lead.created";

    public const string Changed = "lead.changed";

    private LeadWebhook() { }

    public LeadWebhook(Guid accountId, Guid botId, string url)
    {
        AccountId = accountId;
        BotId = botId;
        Url = url;
    }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public string Url { get; private set; } = "";
}
