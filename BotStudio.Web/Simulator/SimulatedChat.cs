using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Streaming;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Channels;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Simulator;
using BotStudio.Web.Shared;

namespace BotStudio.Web.Simulator;

/// <summary>
/// A chat with a draft. What is said is answered in order, one after another, as in live traffic; each answer comes from the draft as it is at
/// that moment.
/// </summary>
public sealed class SimulatedChat(Simulate simulate, AiCaller caller, IChannel channel, TimeProvider clock) : IDisposable
{
    /// <summary>The channel's id of the contact, who is alone with the bot.</summary>
    internal const string PersonId = "simulator";

    private readonly ChatScreen screen = new(channel);
    private CancellationTokenSource talk = new();
    private Task last = Task.CompletedTask;
    private int waiting;
    private (BotDocument Document, BotSnapshot Bot)? compiled;
    private Situation situation = Situation.Fresh;
    private GrowingText? growing;
    private CancellationTokenSource? answering;

    /// <summary>A line was added, or the bot began or stopped thinking.</summary>
    public event EventHandler? Changed;

    /// <summary>The bot has written more of what it is going to say.</summary>
    public event EventHandler? Grew;

    public IReadOnlyList<SimulatedLine> Lines => screen.Lines;

    /// <summary>What the bot has written so far; empty while it writes nothing.</summary>
    public string Growing => growing?.Text ?? "";

    /// <inheritdoc cref="ChatScreen.Keyboard"/>
    public ReplyKeyboard? Keyboard => screen.Keyboard;

    /// <inheritdoc cref="ChatScreen.LastReply"/>
    public SimulatedReply? LastReply => screen.LastReply;

    /// <summary>Something that was said is not answered yet.</summary>
    public bool IsThinking => waiting > 0;

    /// <summary>What the contact's phone is set to; null takes the bot's main language.</summary>
    public string? Language { get; set; }

    /// <summary>Whether the owner's tools are really called; else the model is told that this is a trial.</summary>
    public bool CallsTools { get; set; }

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

    /// <param name="line">Under which the button is.</param>
    public Task TapAsync(Func<BotDocument> draft, SimulatedLine line, OutgoingButton button, string contactName) =>
        HearAsync(draft, button.Text, Message(contactName, IncomingKind.ButtonTap) with { ButtonData = button.Data, ExternalId = line.Id });

    /// <summary>The contact sends a picture, shares a place or their own number.</summary>
    public Task SendAsync(Func<BotDocument> draft, MessageMedia media, string contactName) =>
        HearAsync(draft, "", Message(contactName, IncomingKind.Media) with { Media = media, MediaKind = media.Kind });

    /// <summary>The contact has read enough: what they have seen of the answer stays, and what they said since is answered.</summary>
    public void Stop() => answering?.Cancel();

    /// <summary>Forgets what was said; what is not answered yet never will be.</summary>
    public void Reset()
    {
        talk.Cancel();
        talk.Dispose();
        talk = new CancellationTokenSource();
        waiting = 0;
        growing = null;
        situation = Situation.Fresh;
        screen.Clear();
        RaiseChanged();
    }

    public void Dispose()
    {
        talk.Cancel();
        talk.Dispose();
    }

    private Task HearAsync(Func<BotDocument> draft, string heard, IncomingMessage message)
    {
        var said = message with { ExternalId = message.ExternalId ?? screen.NewId() };
        var line = screen.Hear(said, heard, clock.GetUtcNow());
        waiting++;
        RaiseChanged();
        return last = AnswerAsync(last, draft, line, said, talk.Token);
    }

    private async Task AnswerAsync(Task before, Func<BotDocument> draft, SimulatedLine heard, IncomingMessage message, CancellationToken ct)
    {
        try
        {
            await before.WaitAsync(ct);
            var reply = await AnswerAsync(draft(), heard, message, ct);
            situation = reply.After;
            if (reply.Heard is { } words)
            {
                heard.WriteDown(words);
            }

            screen.Show(reply, message, heard, clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }

        waiting--;
        RaiseChanged();
    }

    private async Task<SimulatedReply> AnswerAsync(BotDocument document, SimulatedLine heard, IncomingMessage message, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var started = clock.GetTimestamp();
        var written = new GrowingText(() => Grew?.Invoke(this, EventArgs.Empty), clock);
        (growing, answering) = (written, stop);
        try
        {
            var history = screen.Lines.TakeWhile(line => line != heard).Where(line => line.Spoken is not null);
            return await simulate.RunAsync(
                caller,
                Compile(document),
                message,
                situation,
                [.. history.Select(line => line.AsHistory())],
                stop.Token,
                CallsTools ? ServerCalls.Trial : ServerCalls.None,
                listener: written
            );
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return Stopped(written.Text, (e as AnswerStoppedException)?.Record, clock.GetElapsedTime(started));
        }
        finally
        {
            (growing, answering) = (null, null);
        }
    }

    private SimulatedReply Stopped(string seen, UsageRecord? taken, TimeSpan took)
    {
        var text = StoppedText.Of(seen);
        return new SimulatedReply(
            text.Length == 0 ? [] : [new OutgoingMessage { Text = text }],
            new ReplyReason(ReplyStep.Ai) { WasStopped = true },
            took
        )
        {
            After = situation,
            Usage = taken is null ? null : new AiUsage(taken.Model, taken.TokensIn, taken.TokensOut, taken.LatencyMs) { Cost = taken.Cost },
        };
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
            ChatId = PersonId,
            ChatKind = ChatKind.Private,
            From = new Sender(PersonId, contactName, LanguageTag: Language),
            Kind = kind,
            SentAt = clock.GetUtcNow(),
        };

    private void RaiseChanged() => Changed?.Invoke(this, EventArgs.Empty);
}
