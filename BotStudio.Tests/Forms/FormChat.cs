using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Forms;

/// <summary>A contact who fills in a form, without a database: what they send goes through the engine, and what comes of it is kept here.</summary>
internal sealed class FormChat
{
    private int messages = 100;

    private FormChat(BotDocument document, string languageTag)
    {
        Document = document;
        LanguageTag = languageTag;
    }

    public BotDocument Document { get; private set; }

    public string LanguageTag { get; set; }

    public DateTimeOffset Now { get; set; } = A.Moment;

    public Situation Situation { get; set; } = Situation.Fresh;

    public Reply Last { get; private set; } = null!;

    public List<TurnEffect> Effects { get; } = [];

    /// <summary>The last messages that had buttons, by the channel's id, as the contact sees them now.</summary>
    public Dictionary<string, OutgoingMessage> Shown { get; } = [];

    public ChatKind ChatKind { get; set; }

    public FormProgress? Progress => Situation.State.Form;

    public string Text => string.Join("\n---\n", Last.Messages.Select(message => message.Text));

    public IReadOnlyDictionary<string, string> Answers =>
        (Effects.OfType<EntryChange>().LastOrDefault(entry => entry.Status == EntryStatus.Completed)?.Answers ?? []).ToDictionary(
            answer => answer.Key,
            answer => answer.Text
        );

    /// <summary>A chat in which the form has just begun.</summary>
    public static FormChat Begun(Form form, string languageTag = "en", BotDocument? document = null)
    {
        var chat = new FormChat(
            (document ?? A.Document() with { Languages = ["en", "uk", "ru", "pl", "de"] }) with
            {
                Forms = [form],
            },
            languageTag
        );
        chat.Begin(form.Id);
        return chat;
    }

    public void Begin(string formId) => Take(Turn(Message("")).StartForm(formId));

    public void Publish(Form form) => Document = Document with { Forms = [form] };

    public FormChat Say(string text)
    {
        var (name, arguments) = CommandText.Parse(text);
        return Send(Message(text) with { CommandName = name, CommandArguments = arguments });
    }

    public FormChat Share(MessageMedia media, string? albumId = null, string text = "") =>
        Send(Message(text) with { Kind = IncomingKind.Media, MediaKind = media.Kind, Media = media, AlbumId = albumId });

    /// <summary>Taps the latest button whose caption begins like this.</summary>
    public FormChat Tap(string caption)
    {
        var (id, button) = Button(caption);
        return TapData(id, button.Data!);
    }

    public FormChat TapData(string messageId, string data) =>
        Send(Message("") with { Kind = IncomingKind.ButtonTap, ButtonData = data, ExternalId = messageId });

    public (string MessageId, OutgoingButton Button) Button(string caption) =>
        Shown
            .Reverse()
            .SelectMany(message => message.Value.Buttons.SelectMany(row => row).Select(button => (message.Key, Button: button)))
            .FirstOrDefault(each => each.Button.Text.StartsWith(caption, StringComparison.Ordinal))
            is { Button: not null } found
            ? found
            : throw new InvalidOperationException($"There is no button {caption}: {string.Join(" | ", Captions)}");

    public IEnumerable<string> Captions =>
        Shown.Values.SelectMany(message => message.Buttons).SelectMany(row => row).Select(button => button.Text);

    /// <summary>Changes an earlier message.</summary>
    public FormChat Edit(string messageId, string text)
    {
        if (ChooseReply.ForEdit(Bot, Message(text) with { Kind = IncomingKind.Edit, ExternalId = messageId }, Situation, Now) is { } reply)
        {
            Take(reply);
        }
        else
        {
            Last = new Reply { Reason = new ReplyReason(ReplyStep.Form) };
        }

        return this;
    }

    public string LastMessageId => messages.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public TurnContext Turn(IncomingMessage message) => new(Bot, message, Situation, Bot.LanguageOf(Situation.Contact, message.From), Now);

    public FormChat Send(IncomingMessage message)
    {
        Take(ChooseReply.For(Bot, message, Situation, Now));
        return this;
    }

    public IncomingMessage Message(string text) =>
        A.Message(text) with
        {
            From = A.Message("").From with { LanguageTag = LanguageTag },
            ChatKind = ChatKind,
            ExternalId = (++messages).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };

    private BotSnapshot Bot => BotSnapshot.Compile(Document, 1);

    private void Take(Reply reply)
    {
        // As the database keeps it.
        var after = Situation.After(reply);
        Situation = after with { State = ConversationState.Read(ConversationState.Write(after.State)) };
        Last = reply;
        Effects.AddRange(reply.Effects);
        foreach (var message in reply.Messages)
        {
            var id = message.EditsExternalId ?? "bot" + (++messages).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Shown[id] = message;
        }
    }
}
