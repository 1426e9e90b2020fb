using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Conversations.Calls;

/// <summary>A question for a server of the owner's: it says what the bot answers.</summary>
/// <param name="Command">Name of the command that asks.</param>
/// <param name="Arguments">What the contact wrote behind it, or what a trigger found.</param>
/// <param name="Language">The contact is answered in.</param>
/// <param name="Fallback">Said when no usable answer comes.</param>
public sealed record WebhookRequest(string Url, string Command, string Arguments, string Language, string Fallback) : Question
{
    public const string Kind = "webhooks.ask";

    public override string JobKind => Kind;
}
