using BotStudio.Core.Bots;
using BotStudio.Core.Channels;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Calls;

namespace BotStudio.Web.Commands;

/// <summary>A few lines of a chat with a draft: one answer, and what follows when its buttons are tapped. Where AI would answer, it ends.</summary>
public sealed class PreviewTalk(BotDocument document, IChannel channel, string language, string contactName, DateTimeOffset now)
{
    private const int MostLines = 10;

    private readonly BotSnapshot bot = BotSnapshot.Compile(document, number: null);
    private readonly Situation situation = Situation.Fresh with { Contact = ContactProfile.Unknown with { Language = language } };
    private readonly List<PreviewLine> lines = [];

    public IReadOnlyList<PreviewLine> Lines => lines;

    /// <summary>The owner's server says what comes next.</summary>
    public bool AsksServer { get; private set; }

    /// <summary>The last thing heard goes to the model.</summary>
    public bool AsksAi { get; private set; }

    /// <summary>The last thing heard is answered with nothing: the text is still to be written.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Begins with what a contact says and how this command answers, whether the draft would choose it or not.</summary>
    public void Begin(string heard, Command command)
    {
        var message = Message(IncomingKind.Text) with { Text = heard };
        Hear(heard, CompiledCommand.Compile(command, document).Answer(new TurnContext(bot, message, situation, language, now)));
    }

    public void Tap(OutgoingButton button) =>
        Hear(button.Text, ChooseReply.For(bot, Message(IncomingKind.ButtonTap) with { ButtonData = button.Data }, situation, now));

    private void Hear(string heard, Reply reply)
    {
        lines.Add(new PreviewLine(isMine: true, new OutgoingMessage { Text = heard, Form = TextForm.Plain }));
        lines.AddRange(reply.Messages.SelectMany(channel.Split).Select(piece => new PreviewLine(isMine: false, piece)));
        AsksAi = reply.Ask is AiRequest;
        AsksServer = reply.Ask is WebhookRequest;
        IsSilent = !AsksAi && !AsksServer && reply.Messages.Count == 0;
        lines.RemoveRange(0, Math.Max(0, lines.Count - MostLines));
    }

    private IncomingMessage Message(IncomingKind kind) =>
        new()
        {
            ChatId = "preview",
            ChatKind = ChatKind.Private,
            From = new Sender("preview", contactName),
            Kind = kind,
        };
}

/// <summary>A class, not a record: two equal lines are still two.</summary>
/// <param name="piece">What the contact wrote, or what the bot says, cut and formatted by the channel.</param>
public sealed class PreviewLine(bool isMine, OutgoingMessage piece)
{
    public bool IsMine => isMine;

    public OutgoingMessage Piece => piece;
}
