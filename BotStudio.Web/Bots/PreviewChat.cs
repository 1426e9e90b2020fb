using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Channels;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Simulator;
using BotStudio.Web.Simulator;

namespace BotStudio.Web.Bots;

/// <summary>A talk with a bot that need not exist yet, by the real engine. Nothing is stored or sent, and where AI would answer it says so.</summary>
/// <param name="language">The contact's.</param>
public sealed class PreviewChat(BotDocument document, IChannel channel, string language, string contactName, DateTimeOffset now)
{
    /// <summary>The channel's id of the contact, who is alone with the bot; that of <see cref="ChatComposer"/>, for numbers that are shared.</summary>
    private const string PersonId = SimulatedChat.PersonId;

    private readonly BotSnapshot bot = BotSnapshot.Compile(document, number: null);
    private readonly ChatScreen screen = new(channel);
    private Situation situation = Situation.Fresh with { Contact = ContactProfile.Unknown with { Language = language } };

    public IReadOnlyList<SimulatedLine> Lines => screen.Lines;

    public ReplyKeyboard? Keyboard => screen.Keyboard;

    /// <summary>The last thing said goes to the model.</summary>
    public bool AsksAi { get; private set; }

    public void Say(string text)
    {
        var (name, arguments) = CommandText.Parse(text);
        Hear(Message(IncomingKind.Text) with { Text = text, CommandName = name, CommandArguments = arguments }, text);
    }

    public void Tap(SimulatedLine line, OutgoingButton button) =>
        Hear(Message(IncomingKind.ButtonTap) with { ButtonData = button.Data, ExternalId = line.Id }, button.Text);

    public void Send(MessageMedia media) => Hear(Message(IncomingKind.Media) with { Media = media, MediaKind = media.Kind }, "");

    private void Hear(IncomingMessage message, string caption)
    {
        var said = message with { ExternalId = message.ExternalId ?? screen.NewId() };
        var line = screen.Hear(said, caption, now);
        var reply = ChooseReply.For(bot, said, situation, now);
        situation = situation.After(reply);
        AsksAi = reply.Ask is AiRequest;
        screen.Show(
            new SimulatedReply(reply.Messages, reply.Reason, TimeSpan.Zero) { Effects = reply.Effects, After = situation },
            said,
            line,
            now
        );
    }

    private IncomingMessage Message(IncomingKind kind) =>
        new()
        {
            ChatId = PersonId,
            ChatKind = ChatKind.Private,
            From = new Sender(PersonId, contactName),
            Kind = kind,
            SentAt = now,
        };
}
