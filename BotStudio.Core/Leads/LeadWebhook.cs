using BotStudio.Core.Data;

namespace BotStudio.Core.Leads;

/// <summary>An address of the owner's that hears of a bot's leads.</summary>
public sealed class LeadWebhook : IBelongsToAccount
{
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

    public void Change(string url) => Url = url;
}
