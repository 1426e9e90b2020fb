using BotStudio.Core.Data;

namespace BotStudio.Core.Leads;

/// <summary>
/// Which lead a contact makes more precise by what they say, until when. One row a contact, so that turns that come at the same time wait for
/// each other and find the same lead.
/// </summary>
public sealed class LeadWindow : IBelongsToAccount
{
    public Guid ContactId { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid LeadId { get; private set; }

    public DateTimeOffset Until { get; private set; }
}
