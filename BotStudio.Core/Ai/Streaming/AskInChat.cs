using BotStudio.Core.Ai.Media;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Bursts;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;

namespace BotStudio.Core.Ai.Streaming;

/// <summary>
/// Asks the model about one turn of a chat. Meanwhile the contact sees that the bot is writing, and where the channel can also what; may stop it;
/// and may go on writing: what comes before the chat was quiet for a while is part of the question.
/// </summary>
public sealed class AskInChat(
    UseTools tools,
    SeenMedia media,
    LiveSnapshots snapshots,
    IChatPresence presence,
    RunningAnswers running,
    JoinMessages join,
    TimeProvider clock
)
{
    public async Task<InChat> RunAsync(OpenTurn turn, Past past, CancellationToken ct)
    {
        if (past.IsMoreWaiting && (await join.RunAsync(turn.Job, turn.Conversation, turn.Asked, ct)).Turn is { } waiting)
        {
            return new InChat.Longer(waiting);
        }

        var (request, messages) = await media.AddAsync(turn.Conversation.AccountId, turn.Request, turn.Asked.Message, past.Messages, ct);
        past = past with { Messages = messages };
        var bot = await snapshots.FindAsync(turn.Conversation.BotId, ct);
        using var answer = running.Begin(turn.Job, Draft.IdOf(turn.Asked.HeardId), ct);
        await using var growing =
            turn.Request.Prompt.Streams && presence.ShowsDrafts(turn.Conversation)
                ? new GrowingAnswer(presence, turn.Conversation, answer.DraftId, clock)
                : null;
        var answering = tools.RunAsync(turn.Caller, request, past, ToolTurnOf(turn, bot, growing, answer), answer.Token);
        var typing = presence.ShowTypingUntilAsync(
            growing is null ? answering : Task.WhenAny(answering, growing.FirstShown),
            turn.Conversation,
            clock,
            answer.Token
        );
        try
        {
            if (await MoreAsync(turn, answer, answering) is { } longer && answer.TryBreakOff())
            {
                await EndAsync(answering);
                return new InChat.Longer(longer);
            }

            return new InChat.Answered(await answering);
        }
        catch (OperationCanceledException) when (answer.IsStopped)
        {
            var stopped = await EndAsync(answering);
            // All of it was there, and waited only for the chat to be quiet.
            return answering.IsCompletedSuccessfully
                ? new InChat.Answered(await answering)
                : new InChat.Stopped(growing?.Text ?? "", stopped);
        }
        finally
        {
            await typing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ToolTurn? ToolTurnOf(OpenTurn turn, BotSnapshot? bot, IAnswerListener? listener, RunningAnswers.Running answer) =>
        bot is null
            ? null
            : ToolTurn.Of(bot, turn.Asked.Message, turn.Situation, turn.Asked.Reason, clock.GetUtcNow()) with
            {
                Servers = ServerCalls.Live,
                ContactId = turn.Conversation.ContactId,
                ConversationId = turn.Conversation.Id,
                Listener = listener,
                // What a server was told cannot be taken back, so the question stays as it is from then on.
                BeforeServer = answer.Keep,
            };

    /// <summary>
    /// Waits for more until the chat was quiet. Who has written once is not kept waiting for an answer that is quicker than that; who writes bit by
    /// bit may go on.
    /// </summary>
    /// <returns>The longer question as soon as there is one; null when there is none.</returns>
    private async Task<Turn?> MoreAsync(OpenTurn turn, RunningAnswers.Running answer, Task answering)
    {
        var quiet = turn.Request.Prompt.Quiet;
        if (quiet <= TimeSpan.Zero)
        {
            return null;
        }

        var isBurst = turn.Asked.Joined.Count > 0;
        var end = turn.Asked.LastCameAt + quiet;
        while (true)
        {
            var left = end - clock.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                // Another process's clock may be ahead of ours.
                var hasCome = await answer.WaitForMoreAsync(left < quiet ? left : quiet, isBurst ? null : answering, clock, answer.Token);
                if (!hasCome && !isBurst && answering.IsCompleted)
                {
                    return null;
                }
            }

            var joining = await JoinAsync(turn, answer.Token);
            if (joining.Turn is not null || joining.IsOther || clock.GetUtcNow() >= end)
            {
                return joining.Turn;
            }
        }
    }

    /// <summary>With the database away nothing joins; the answer, which is paid for, waits until it is back.</summary>
    private async Task<Joining> JoinAsync(OpenTurn turn, CancellationToken ct)
    {
        try
        {
            return await join.RunAsync(turn.Job, turn.Conversation, turn.Asked, ct);
        }
        catch (Exception e) when (DatabaseTrouble.IsPassing(e))
        {
            return Joining.SomethingElse;
        }
    }

    private static async Task<AnswerStoppedException?> EndAsync(Task<ToolAnswer> answering)
    {
        try
        {
            await answering;
            return null;
        }
        catch (AnswerStoppedException stopped)
        {
            return stopped;
        }
        catch (OperationCanceledException)
        {
            // Before anybody was asked.
            return null;
        }
    }
}

/// <summary>What came of a question in a chat.</summary>
public abstract record InChat
{
    private InChat() { }

    public sealed record Answered(ToolAnswer Answer) : InChat;

    /// <summary>The contact went on writing: the turn asks anew.</summary>
    public sealed record Longer(Turn Turn) : InChat;

    /// <summary>The contact does not want to know any more.</summary>
    /// <param name="Text">What they saw of it; empty when nothing.</param>
    /// <param name="Taken">What it took; null when nobody was asked.</param>
    public sealed record Stopped(string Text, AnswerStoppedException? Taken) : InChat;
}
