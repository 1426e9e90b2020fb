using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Channels;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Calls;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Simulator;
using BotStudio.Web.Simulator;

namespace BotStudio.Web.Commands;

/// <summary>
/// A few lines of a chat with a draft: one answer, and what follows when its buttons are tapped. Where AI or a server would answer, it ends.
/// </summary>
public sealed class PreviewTalk(BotDocument document, IChannel channel, string language, string contactName, DateTimeOffset now)
{
    private const int MostLines = 10;

    /// <summary>The channel's id of the contact, who is alone with the bot.</summary>
    private const string PersonId = "preview";

    private readonly BotSnapshot bot = BotSnapshot.Compile(document, number: null);
    private readonly ChatScreen screen = new(channel);
    private Situation situation = Situation.Fresh with { Contact = ContactProfile.Unknown with { Language = language } };

    public IEnumerable<SimulatedLine> Lines => screen.Lines.Where(line => line is { IsShown: true, Piece: not null }).TakeLast(MostLines);

    /// <summary>In place of the contact's keyboard; null for their own.</summary>
    public ReplyKeyboard? Keyboard => screen.Keyboard;

    /// <summary>The last thing heard goes to the model.</summary>
    public bool AsksAi { get; private set; }

    /// <summary>The last thing heard goes to a server of the owner's.</summary>
    public bool AsksServer { get; private set; }

    /// <summary>The last thing heard is answered with nothing: the text is still to be written.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Begins with what a contact says and how this command answers, whether the draft would choose it or not.</summary>
    public void Begin(string heard, Command command)
    {
        var message = Message(IncomingKind.Text) with { Text = heard };
        var turn = new TurnContext(bot, message, situation, language, now);
        Show(message, heard, CompiledCommand.Compile(command, document).Answer(turn));
    }

    /// <param name="line">Under which the button is.</param>
    public void Tap(SimulatedLine line, OutgoingButton button) =>
        Hear(Message(IncomingKind.ButtonTap) with { ButtonData = button.Data, ExternalId = line.Id }, button.Text);

    public void Say(string text)
    {
        var (name, arguments) = CommandText.Parse(text);
        Hear(Message(IncomingKind.Text) with { Text = text, CommandName = name, CommandArguments = arguments }, text);
    }

    /// <param name="media">A contact's own number is theirs only with the id that they have here.</param>
    public void Send(MessageMedia media) =>
        Hear(
            Message(IncomingKind.Media) with
            {
                Media = media.Phone is null ? media : media with { PersonExternalId = PersonId },
                MediaKind = media.Kind,
            },
            ""
        );

    private void Hear(IncomingMessage message, string caption) => Show(message, caption, ChooseReply.For(bot, message, situation, now));

    private void Show(IncomingMessage message, string caption, Reply reply)
    {
        situation = situation.After(reply);
        AsksAi = reply.Ask is AiRequest;
        AsksServer = reply.Ask is WebhookRequest;
        IsSilent = reply.Ask is null && reply.Messages.Count == 0;
        screen.Show(new SimulatedReply(reply.Messages, reply.Reason, TimeSpan.Zero), message, screen.Hear(message, caption, now), now);
    }

    private IncomingMessage Message(IncomingKind kind) =>
        new()
        {
            ChatId = PersonId,
            ChatKind = ChatKind.Private,
            From = new Sender(PersonId, contactName),
            Kind = kind,
        };
}
