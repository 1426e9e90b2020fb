using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Channels;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Simulator;
using BotStudio.Web.Simulator;

namespace BotStudio.Web.Forms;

/// <summary>
/// Fills in one form of a draft with the real engine, from its beginning or from one of its questions. Nothing is stored or sent, and where AI
/// would answer it ends.
/// </summary>
public sealed class FormTrial
{
    /// <summary>The channel's id of the contact, who is alone with the bot.</summary>
    private const string PersonId = "preview";

    private readonly BotSnapshot bot;
    private readonly ChatScreen screen;
    private readonly string language;
    private readonly string contactName;
    private readonly DateTimeOffset now;
    private readonly List<TurnEffect> effects = [];
    private Situation situation;

    /// <param name="from">Id of the question to begin with, which is asked whatever its conditions say; null begins with the form.</param>
    public FormTrial(
        BotDocument document,
        string formId,
        string? from,
        IChannel channel,
        string language,
        string contactName,
        DateTimeOffset now
    )
    {
        var shown = Unconditional(document, formId, from);
        bot = BotSnapshot.Compile(shown, number: null);
        screen = new ChatScreen(channel);
        situation = Situation.Fresh with { Contact = ContactProfile.Unknown with { Language = language } };
        this.language = language;
        this.contactName = contactName;
        this.now = now;
        if (shown.Form(formId) is { Fields.Count: > 0 } form)
        {
            Begin(form, from);
        }
    }

    public IReadOnlyList<SimulatedLine> Lines => screen.Lines;

    public ReplyKeyboard? Keyboard => screen.Keyboard;

    /// <summary>What the turns would have changed, when the form is over; empty before.</summary>
    public IReadOnlyList<TurnEffect> Outcome => IsOver ? effects : [];

    /// <summary>It was sent or given up.</summary>
    public bool IsOver => situation.State.Form is null && effects.Count > 0;

    /// <summary>The last thing said goes to the model.</summary>
    public bool AsksAi { get; private set; }

    /// <summary>A question was answered or turned since the trial began.</summary>
    public bool IsTouched { get; private set; }

    public void Say(string text)
    {
        var (name, arguments) = CommandText.Parse(text);
        Hear(Message(IncomingKind.Text) with { Text = text, CommandName = name, CommandArguments = arguments }, text);
    }

    public void Tap(SimulatedLine line, OutgoingButton button) =>
        Hear(Message(IncomingKind.ButtonTap) with { ButtonData = button.Data, ExternalId = line.Id }, button.Text);

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

    private void Begin(Form form, string? from)
    {
        var message = Message(IncomingKind.Text);
        var turn = new TurnContext(bot, message, situation, language, now);
        var reply = turn.StartForm(form.Id);
        if (form.Field(from) is { } field && reply.State?.Form is { } progress && progress.FieldId != field.Id)
        {
            reply = Ask(message, reply.State with { Form = At(progress, form, field) }) ?? reply;
        }

        Show(reply, message, heard: null);
    }

    /// <summary>As if all questions before it had been skipped.</summary>
    private static FormProgress At(FormProgress progress, Form form, FormField field) =>
        form
            .Fields.TakeWhile(each => each.Id != field.Id)
            .Aggregate(progress, (skipped, each) => skipped.With(each.Id, Answer.Skipped())) with
        {
            FieldId = field.Id,
        };

    /// <summary>The engine asks again what waits whenever something else was answered, so something else is.</summary>
    private Reply? Ask(IncomingMessage message, ConversationState state)
    {
        var there = situation with { State = state };
        var turn = new TurnContext(bot, message, there, language, now);
        var again = FormTalk.GoOn(turn, turn.Say("…"));
        return again.Messages.Count > 1 ? again with { Messages = [.. again.Messages.Skip(1)], State = again.State ?? state } : null;
    }

    private void Hear(IncomingMessage message, string caption)
    {
        IsTouched = true;
        var said = message with { ExternalId = message.ExternalId ?? screen.NewId() };
        var line = screen.Hear(said, caption, now);
        Show(ChooseReply.For(bot, said, situation, now), said, line);
    }

    private void Show(Reply reply, IncomingMessage message, SimulatedLine? heard)
    {
        situation = situation.After(reply);
        effects.AddRange(reply.Effects);
        AsksAi = reply.Ask is AiRequest;
        var shown = new SimulatedReply(reply.Messages, reply.Reason, TimeSpan.Zero) { Effects = reply.Effects, After = situation };
        screen.Show(shown, message, heard ?? new SimulatedLine(piece: null, now) { Id = "" }, now);
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

    /// <summary>The form with the question always asked, else there would be nothing to see of it, and with those before it left out at will.</summary>
    private static BotDocument Unconditional(BotDocument document, string formId, string? fieldId) =>
        fieldId is null
            ? document
            : document.Edit(
                formId,
                form =>
                    form with
                    {
                        Fields =
                        [
                            .. form.Fields.Select(
                                (field, index) =>
                                    field.Id == fieldId ? field with { AskIf = null }
                                    : index < form.IndexOf(fieldId) ? field with { IsRequired = false }
                                    : field
                            ),
                        ],
                    }
            );
}
