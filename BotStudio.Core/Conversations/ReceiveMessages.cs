using BotStudio.Core.Bots;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Conversations;

/// <summary>Takes a batch of messages through the engine: finds their conversations, chooses the replies, commits the turns.</summary>
public sealed class ReceiveMessages(
    FindConversations conversations,
    LiveSnapshots snapshots,
    SystemTexts texts,
    TurnCommit commit,
    EditedMessages edits,
    BotProblems problems,
    MessageIds ids,
    JobQueue queue,
    TimeProvider clock
)
{
    /// <summary>
    /// Every job is settled when it returns: answered, or handed on to the model. When it throws, those are not that could not be answered, and
    /// nothing is done for them any more.
    /// </summary>
    public async Task RunAsync(IReadOnlyList<IncomingTurn> turns, CancellationToken ct)
    {
        var work = new List<Task>(turns.Count);
        var answered = turns.Where(turn => turn.Message.Kind != IncomingKind.Edit).ToList();
        if (answered.Count > 0)
        {
            var found = await conversations.RunAsync(answered, ct);
            work.AddRange(answered.Select((turn, index) => AnswerAsync(turn, found[index], ct)));
        }

        work.AddRange(turns.Where(turn => turn.Message.Kind == IncomingKind.Edit).Select(edit => RememberAsync(edit, ct)));
        await Task.WhenAll(work);
    }

    private async Task AnswerAsync(IncomingTurn turn, ConversationRef conversation, CancellationToken ct) =>
        await commit.AddAsync(await DecideAsync(turn, conversation, ct));

    private async ValueTask<Turn> DecideAsync(IncomingTurn turn, ConversationRef conversation, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var bot = await snapshots.FindAsync(turn.BotId, ct);
        var reply = bot is null ? texts.NotPublished(turn.Message) : ChooseReply.For(bot, turn.Message, conversation.Situation, now);
        if (reply.Trouble is { } trouble)
        {
            await problems.ReportAsync(turn.AccountId, turn.BotId, trouble.Code, trouble.Args[0].ToString(), ct);
        }

        var heardId = ids.Next();

        return new Turn(turn.Job, conversation)
        {
            Heard = SpokenMessage.Heard(heardId, turn.Message, bot, conversation.Situation.Contact, now),
            Said = [.. reply.Messages.Select(message => SpokenMessage.Said(ids.Next(), message, reply.Reason, now))],
            Ask = reply.Ask is { } question ? new AskedTurn(heardId, turn.Message, question, reply.Reason) : null,
            State = reply.State,
            Effects = reply.Effects,
        };
    }

    private async Task RememberAsync(IncomingTurn edit, CancellationToken ct)
    {
        await edits.RememberAsync(edit, ct);
        await queue.DoneAsync(edit.Job, ct);
    }
}
