using BotStudio.Core.Forms;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>Where a conversation stands when a message comes: all that the engine knows besides the message and the bot.</summary>
public sealed record Situation
{
    public static readonly Situation Fresh = new();

    public ContactProfile Contact { get; init; } = ContactProfile.Unknown;

    public ConversationState State { get; init; } = ConversationState.Idle;

    /// <summary>The person who answers instead of the bot; null while the bot does.</summary>
    public TakeOver? TakenOver { get; init; }

    /// <summary>What the contact answered to forms before, where an answer has to differ from that.</summary>
    public IReadOnlyList<GivenAnswer> GivenBefore { get; init; } = [];

    /// <summary>Where it stands after the reply.</summary>
    public Situation After(Reply reply) =>
        this with
        {
            State = reply.State ?? State,
            GivenBefore =
            [
                .. GivenBefore,
                .. reply.Effects.OfType<EntryChange>().Where(entry => entry.Status == EntryStatus.Completed).SelectMany(GivenAnswer.Of),
            ],
            Contact = reply.Effects.OfType<ContactChange>().Aggregate(Contact, (contact, change) => contact.With(change)),
        };
}

/// <summary>Somebody of the account answers a conversation.</summary>
/// <param name="Until">When the bot goes on by itself; null for not before it is handed back.</param>
public sealed record TakeOver(Guid UserId, DateTimeOffset? Until)
{
    public bool HoldsAt(DateTimeOffset now) => Until is null || Until > now;
}
