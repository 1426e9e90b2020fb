using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Media;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Simulator;

/// <summary>Hears and looks at what a simulated contact sends: a file that was uploaded, or a sample, which has no content.</summary>
public sealed class SimulateMedia(TakeInMedia takeIn, UsageLog usage, TimeProvider clock)
{
    /// <param name="reason">Of the reply that wants it taken in.</param>
    public async Task<HeardMedia> RunAsync(
        AiCaller caller,
        BotSnapshot bot,
        IncomingMessage message,
        Situation situation,
        ReplyReason reason,
        CancellationToken ct
    )
    {
        var language = bot.LanguageOf(situation.Contact, message.From);
        var turn = new TurnContext(bot, message, situation, language, clock.GetUtcNow()) { Reason = reason };
        var taken = await takeIn.RunAsync(caller, turn, (part, _) => Task.FromResult(FileOf(part)), ct);
        await usage.AddAsync(taken.Records, taken.ReservationId, CancellationToken.None);
        return taken switch
        {
            TakenIn.Ready ready => new HeardMedia(
                ready.Message,
                ChooseReply.For(bot, ready.Message, situation, clock.GetUtcNow()),
                ready.IsWrittenDown ? ready.Message.Text : null
            ),
            TakenIn.Answered answered => new HeardMedia(message, answered.Reply, null),
            TakenIn.NotNow later => new HeardMedia(message, Sorry(turn, later.Code), null),
            _ => throw new InvalidOperationException("What a message carries is taken in, answered, or not there yet."),
        };
    }

    private static SentFile FileOf(IncomingMessage message) =>
        message.Media is { FileId: not null } there ? new SentFile.Kept(there) : new SentFile.Refused("simulator.no_file");

    private static Reply Sorry(TurnContext turn, string code)
    {
        var sorry = turn.Say(turn.Text("conversations.say.media_not_now"));
        return sorry with { Reason = sorry.Reason with { Problem = code } };
    }
}

/// <param name="Message">As it is answered.</param>
/// <param name="Words">What was said in a recording; null for everything else.</param>
public sealed record HeardMedia(IncomingMessage Message, Reply Reply, string? Words);
