using BotStudio.Core.Bots;
using BotStudio.Core.Channels;
using BotStudio.Core.Conversations;
using BotStudio.Core.Simulator;

namespace BotStudio.Web.Simulator;

/// <summary>
/// A chat with a draft. What is said is answered in order, one after another, as in live traffic; each answer comes from the draft as it is at
/// that moment.
/// </summary>
public sealed class SimulatedChat(Simulate simulate, IChannel channel, TimeProvider clock, Guid botId = default) : IDisposable
{
    private readonly List<SimulatedLine> lines = [];
    private CancellationTokenSource talk = new();
    private Task last = Task.CompletedTask;
    private int waiting;
    private (BotDocument Document, BotSnapshot Bot)? compiled;
    private Situation situation = Situation.Fresh;

    /// <summary>A line was added, or the bot began or stopped thinking.</summary>
    public event EventHandler? Changed;

    public IReadOnlyList<SimulatedLine> Lines => lines;

    /// <summary>Something that was said is not answered yet.</summary>
    public bool IsThinking => waiting > 0;

    /// <summary>What the contact's phone is set to; null takes the bot's main language.</summary>
    public string? Language { get; set; }

    /// <summary>The contact writes a text, which may be a command.</summary>
    public Task SayAsync(Func<BotDocument> draft, string text, string contactName)
    {
        var (name, arguments) = CommandText.Parse(text);
        return HearAsync(
            draft,
            text,
            Message(contactName, IncomingKind.Text) with
            {
                Text = text,
                CommandName = name,
                CommandArguments = arguments,
            }
        );
    }

    public Task TapAsync(Func<BotDocument> draft, OutgoingButton button, string contactName) =>
        HearAsync(draft, button.Text, Message(contactName, IncomingKind.ButtonTap) with { ButtonData = button.Data });

    /// <summary>Forgets what was said; what is not answered yet never will be.</summary>
    public void Reset()
    {
        talk.Cancel();
        talk.Dispose();
        talk = new CancellationTokenSource();
        waiting = 0;
        situation = Situation.Fresh;
        lines.Clear();
        RaiseChanged();
    }

    public void Dispose()
    {
        talk.Cancel();
        talk.Dispose();
    }

    private Task HearAsync(Func<BotDocument> draft, string heard, IncomingMessage message)
    {
        var line = new SimulatedLine(new OutgoingMessage { Text = heard, Form = TextForm.Plain }, clock.GetUtcNow()) { Spoken = heard };
        lines.Add(line);
        waiting++;
        RaiseChanged();
        return last = AnswerAsync(last, draft, line, message, talk.Token);
    }

    private async Task AnswerAsync(Task before, Func<BotDocument> draft, SimulatedLine heard, IncomingMessage message, CancellationToken ct)
    {
        try
        {
            await before.WaitAsync(ct);
            var document = draft();
            var history = lines.TakeWhile(line => line != heard).Where(line => line.Spoken is not null);
            var reply = await simulate.RunAsync(
                Compile(document),
                message,
                situation,
                [.. history.Select(line => line.AsHistory())],
                ct,
                botId
            );
            situation = reply.After;
            Add(reply);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }

        waiting--;
        RaiseChanged();
    }

    private void Add(SimulatedReply reply)
    {
        var now = clock.GetUtcNow();
        if (reply.Messages.Count == 0)
        {
            lines.Add(new SimulatedLine(piece: null, now) { Reply = reply });
        }

        foreach (var said in reply.Messages)
        {
            var spoken = said.Text;
            foreach (var piece in channel.Split(said))
            {
                lines.Add(new SimulatedLine(piece, now) { Reply = reply, Spoken = spoken });
                spoken = null;
            }
        }
    }

    private BotSnapshot Compile(BotDocument document)
    {
        if (compiled is not { } known || !ReferenceEquals(known.Document, document))
        {
            compiled = (document, BotSnapshot.Compile(document, number: null));
        }

        return compiled.Value.Bot;
    }

    private IncomingMessage Message(string contactName, IncomingKind kind) =>
        new()
        {
            ChatId = "simulator",
            ChatKind = ChatKind.Private,
            From = new Sender("simulator", contactName, LanguageTag: Language),
            Kind = kind,
            SentAt = clock.GetUtcNow(),
        };

    private void RaiseChanged() => Changed?.Invoke(this, EventArgs.Empty);
}

/// <summary>One bubble. A class, not a record: the same words said twice are two lines.</summary>
/// <param name="piece">What the contact wrote, or a piece of what the bot said as the channel cuts and formats it; null when it said nothing.</param>
public sealed class SimulatedLine(OutgoingMessage? piece, DateTimeOffset at)
{
    public OutgoingMessage? Piece => piece;

    public DateTimeOffset At => at;

    /// <summary>The whole text as it was said, on its first piece; null on the others.</summary>
    public string? Spoken { get; init; }

    /// <summary>What the bot's line is part of, and why; null for what the contact said.</summary>
    public SimulatedReply? Reply { get; init; }

    public bool IsContacts => Reply is null;

    public EarlierMessage AsHistory() => new(IsContacts, Spoken!);
}
