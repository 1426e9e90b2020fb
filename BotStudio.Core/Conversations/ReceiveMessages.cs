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
    MessageIds ids,
    JobQueue queue,
    TimeProvider clock
)
{
    /// <summary>Every job is settled when it returns: answered, or handed on to the model.</summary>
    public async Task RunAsync(IReadOnlyList<IncomingTurn> turns, CancellationToken ct)
    {
        var answered = turns.Where(turn => turn.Message.Kind != IncomingKind.Edit).ToList();
        var found = await conversations.RunAsync(answered, ct);
        var commits = new List<Task>(turns.Count);
        for (var i = 0; i < answered.Count; i++)
        {
            commits.Add(commit.AddAsync(await DecideAsync(answered[i], found[i], ct)));
        }

        foreach (var edit in turns.Where(turn => turn.Message.Kind == IncomingKind.Edit))
        {
            commits.Add(RememberAsync(edit, ct));
        }

        await Task.WhenAll(commits);
    }

    private async ValueTask<Turn> DecideAsync(IncomingTurn turn, ConversationRef conversation, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var bot = await snapshots.FindAsync(turn.BotId, ct);
        var reply = bot is null ? texts.NotPublished(turn.Message) : ChooseReply.For(bot, turn.Message, conversation.Language, now);

        return new Turn(turn.Job, conversation)
        {
            Heard = SpokenMessage.Heard(ids.Next(), turn.Message, bot, conversation.Language, now),
            Said = [.. reply.Messages.Select(message => SpokenMessage.Said(ids.Next(), message, reply.Reason, now))],
            Ask = reply.Ai is { } request ? new AiTurnRequest(turn.Message, request, reply.Reason) : null,
        };
    }

    private async Task RememberAsync(IncomingTurn edit, CancellationToken ct)
    {
        await edits.RememberAsync(edit, ct);
        await queue.DoneAsync(edit.Job, ct);
    }
}
