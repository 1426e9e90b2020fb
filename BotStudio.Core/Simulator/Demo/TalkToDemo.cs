using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;

namespace BotStudio.Core.Simulator.Demo;

/// <summary>
/// Answers a visitor as the shipped demo bot would, by the engine of live traffic. Nothing is stored: where the talk stands comes with the
/// message and goes back with the answer.
/// </summary>
public sealed class TalkToDemo(TimeProvider clock)
{
    /// <summary>Characters of one message; the rest is not read.</summary>
    public const int MaxTextLength = 500;

    private const string VisitorId = "visitor";

    /// <param name="language">A code of <see cref="Localization.Languages"/>: what the visitor's phone would be set to.</param>
    /// <param name="messageId">The visitor's own number of the message, or of the message under which they tapped.</param>
    public DemoAnswer Say(string language, DemoTalk talk, string text, string messageId)
    {
        var said = text.Length > MaxTextLength ? text[..MaxTextLength] : text;
        var (name, arguments) = CommandText.Parse(said);
        return Answer(
            language,
            talk,
            Message(language, IncomingKind.Text, messageId) with
            {
                Text = said,
                CommandName = name,
                CommandArguments = arguments,
            }
        );
    }

    /// <inheritdoc cref="Say"/>
    public DemoAnswer Tap(string language, DemoTalk talk, string buttonData, string messageId) =>
        Answer(language, talk, Message(language, IncomingKind.ButtonTap, messageId) with { ButtonData = buttonData });

    private DemoAnswer Answer(string language, DemoTalk talk, IncomingMessage message)
    {
        var began = clock.GetTimestamp();
        var bot = DemoBot.In(language);
        var situation = new Situation { State = talk.State, Contact = ContactProfile.Unknown with { Language = talk.Language } };
        var reply = ChooseReply.For(bot, message, situation, clock.GetUtcNow());
        var after = situation.After(reply);
        return new DemoAnswer(
            reply.Messages,
            reply.Reason,
            clock.GetElapsedTime(began),
            new DemoTalk(after.State, after.Contact.Language),
            reply.Effects.OfType<EntryChange>().LastOrDefault(),
            reply.Effects.OfType<HumanWanted>().Any()
        );
    }

    private IncomingMessage Message(string language, IncomingKind kind, string messageId) =>
        new()
        {
            ChatId = VisitorId,
            ChatKind = ChatKind.Private,
            From = new Sender(VisitorId, "", LanguageTag: language),
            Kind = kind,
            ExternalId = messageId,
            SentAt = clock.GetUtcNow(),
        };
}

/// <summary>Where a visitor's talk stands.</summary>
/// <param name="Language">Chosen by <c>/language</c>; null follows the page.</param>
public sealed record DemoTalk(ConversationState State, string? Language)
{
    public static readonly DemoTalk Beginning = new(ConversationState.Idle, Language: null);
}

/// <summary>What the bot says, and what its owner would see of it.</summary>
/// <param name="Entry">What changed about a form; null for nothing.</param>
public sealed record DemoAnswer(
    IReadOnlyList<OutgoingMessage> Messages,
    ReplyReason Reason,
    TimeSpan Took,
    DemoTalk After,
    EntryChange? Entry,
    bool WantsPerson
);
