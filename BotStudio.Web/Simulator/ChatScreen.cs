using System.Globalization;
using BotStudio.Core.Channels;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Core.Simulator;

namespace BotStudio.Web.Simulator;

/// <summary>What a contact's phone shows of a chat: bubbles, of which some change in their place, and keys in place of the keyboard.</summary>
public sealed class ChatScreen(IChannel channel)
{
    private readonly List<SimulatedLine> lines = [];
    private int lastId;

    public IReadOnlyList<SimulatedLine> Lines => lines;

    /// <summary>What stands in place of the contact's keyboard; null for their own.</summary>
    public ReplyKeyboard? Keyboard { get; private set; }

    /// <summary>The latest reply, which may have changed an earlier bubble.</summary>
    public SimulatedReply? LastReply { get; private set; }

    /// <summary>The contact said something, or tapped a button that says it.</summary>
    public SimulatedLine Hear(IncomingMessage message, string caption, DateTimeOffset now)
    {
        var said = new OutgoingMessage
        {
            Text = caption,
            Form = TextForm.Plain,
            Media = message.Media,
        };
        var line = new SimulatedLine(said, now)
        {
            Id = message.Kind == IncomingKind.ButtonTap ? NewId() : message.ExternalId ?? NewId(),
            Spoken = Spoken(said),
        };
        lines.Add(line);
        return line;
    }

    /// <summary>The bot answers.</summary>
    /// <param name="heard">What it answers.</param>
    public void Show(SimulatedReply reply, IncomingMessage message, SimulatedLine heard, DateTimeOffset now)
    {
        var isTap = message.Kind == IncomingKind.ButtonTap;
        if (isTap && reply.Messages.Count == 0 && FormTap.Parse(message.ButtonData) is not null)
        {
            // A heading of a calendar, or a second tap: nothing is meant to happen.
            heard.IsShown = false;
            return;
        }

        LastReply = reply;
        if (reply.Messages.Count == 0)
        {
            lines.Add(new SimulatedLine(piece: null, now) { Id = NewId(), Reply = reply });
        }

        foreach (var said in reply.Messages)
        {
            var spoken = Spoken(said);
            foreach (var piece in channel.Split(said))
            {
                Show(piece, spoken, reply, now);
                spoken = null;
            }
        }

        // A tap leaves no message of its own: what it did is to be seen in the message that it changed.
        heard.IsShown = !isTap || reply.Messages.All(said => said.EditsExternalId is null);
    }

    public string NewId() => (++lastId).ToString(CultureInfo.InvariantCulture);

    public void Clear()
    {
        lines.Clear();
        LastReply = null;
        Keyboard = null;
    }

    private void Show(OutgoingMessage piece, string? spoken, SimulatedReply reply, DateTimeOffset now)
    {
        if (piece.Keyboard is { } keyboard)
        {
            Keyboard = keyboard.Rows.Count == 0 ? null : keyboard;
        }

        if (piece.EditsExternalId is { } id && lines.Find(line => line.Id == id && !line.IsContacts) is { } edited)
        {
            edited.Become(piece, spoken, reply);
        }
        else
        {
            lines.Add(
                new SimulatedLine(piece, now)
                {
                    Id = NewId(),
                    Reply = reply,
                    Spoken = spoken,
                }
            );
        }
    }

    /// <summary>What a model hears of it.</summary>
    private static string Spoken(OutgoingMessage said) =>
        said.Media is { } media && said.Text.Length == 0 ? $"{media.Sign} {media.Words}".TrimEnd() : said.Text;
}

/// <summary>One bubble. A class, not a record: the same words said twice are two lines.</summary>
/// <param name="piece">What the contact wrote, or a piece of what the bot said as the channel cuts and formats it; null when it said nothing.</param>
public sealed class SimulatedLine(OutgoingMessage? piece, DateTimeOffset at)
{
    /// <summary>As the channel's id of the message: taps and changes name it.</summary>
    public required string Id { get; init; }

    public OutgoingMessage? Piece { get; private set; } = piece;

    public DateTimeOffset At => at;

    /// <summary>The whole text as it was said, on its first piece; null on the others.</summary>
    public string? Spoken { get; internal set; }

    /// <summary>What the bot's line is part of, and why; null for what the contact said.</summary>
    public SimulatedReply? Reply { get; internal set; }

    /// <summary>False for a tap that is to be seen in what it changed.</summary>
    public bool IsShown { get; internal set; } = true;

    public bool IsContacts => Reply is null;

    /// <summary>The bot changed it in its place.</summary>
    internal void Become(OutgoingMessage changed, string? spoken, SimulatedReply reply)
    {
        // Words under a picture change, the picture stays.
        Piece = changed with
        {
            Media = changed.Media ?? Piece?.Media,
        };
        Spoken = spoken ?? Spoken;
        Reply = reply;
    }

    /// <summary>What the contact said in a recording stands under it.</summary>
    internal void WriteDown(string words)
    {
        Piece = Piece! with { Text = words, Media = Piece.Media! with { IsWrittenDown = true } };
        Spoken = words;
    }

    public EarlierMessage AsHistory() => new(IsContacts, Spoken!) { Media = IsContacts ? Piece?.Media : null };
}
