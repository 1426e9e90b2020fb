using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>Takes a batch of messages through the engine: finds their conversations, chooses the replies, commits the turns.</summary>
public sealed class ReceiveMessages(
    FindConversations conversations,
    LiveSnapshots snapshots,
    SystemTexts texts,
    TurnCommit commit,
    EditedMessages edits,
    GivenAnswers given,
    BotProblems problems,
    MessageIds ids,
    JobQueue queue,
    TimeProvider clock
)
{
    /// <summary>While a person answers, the bot says nothing and what it was in the middle of waits.</summary>
    private static readonly Reply Silence = new() { Reason = new ReplyReason(ReplyStep.HandOver) };

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
        var takeOver = conversation.Situation.TakenOver;
        var reply =
            takeOver?.HoldsAt(now) == true ? Silence
            : bot is null ? texts.NotPublished(turn.Message)
            : ChooseReply.For(bot, turn.Message, await WithGivenAsync(bot, conversation, ct), now);
        if (reply.Trouble is { } trouble)
        {
            await problems.ReportAsync(turn.AccountId, turn.BotId, trouble.Code, trouble.Args[0].ToString(), ct);
        }

        var parts = turn.Message.AlbumParts;
        var first = parts.Count > 0 ? parts[0] : turn.Message;
        var heard = SpokenMessage.Heard(ids.Next(), first, bot, conversation.Situation.Contact, now);
        SpokenMessage[] alsoHeard =
        [
            .. parts.Skip(1).Select(part => SpokenMessage.Heard(ids.Next(), part, bot, conversation.Situation.Contact, now)),
        ];

        return new Turn(turn.Job, conversation)
        {
            Heard = heard,
            AlsoHeard = alsoHeard,
            Said = [.. reply.Messages.Select(message => SpokenMessage.Said(ids.Next(), message, reply.Reason, now))],
            Ask = reply.Ask is { } question
                ? new AskedTurn(heard.Id, Stored(turn.Message, [heard, .. alsoHeard]), question, reply.Reason) { LastCameAt = now }
                : null,
            State = reply.State,
            Effects =
                turn.Message.Media is null && takeOver is null
                    ? reply.Effects
                    : [.. reply.Effects, .. EffectsOf(turn, conversation, reply.Ask is MediaRequest ? [] : [heard, .. alsoHeard], now)],
        };
    }

    /// <summary>Whoever takes in what a message carries notes it at its stored parts.</summary>
    private static IncomingMessage Stored(IncomingMessage message, ReadOnlySpan<SpokenMessage> heard)
    {
        if (message.Kind != IncomingKind.Media)
        {
            return message;
        }

        var parts = new IncomingMessage[message.AlbumParts.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = message.AlbumParts[i] with { StoredId = heard[i].Id };
        }

        return message with
        {
            StoredId = heard[0].Id,
            AlbumParts = parts,
        };
    }

    /// <summary>
    /// What media and the end of a take-over bring with them, whatever is answered. Whoever is asked to take in what a message carries fetches it.
    /// </summary>
    /// <param name="fetched">Messages whose files are to be fetched behind the answer.</param>
    private List<TurnEffect> EffectsOf(
        IncomingTurn turn,
        ConversationRef conversation,
        ReadOnlySpan<SpokenMessage> fetched,
        DateTimeOffset now
    )
    {
        var effects = new List<TurnEffect>();
        foreach (var message in fetched)
        {
            if (FetchFileJob.For(conversation, message.Id, message.Carries) is { } fetch)
            {
                effects.Add(fetch);
            }
        }

        if (conversation.Situation.TakenOver?.HoldsAt(now) == false)
        {
            effects.Add(new TakeOverEnded(ids.Next()));
        }

        if (turn.AlsoEnds.Count > 0)
        {
            effects.Add(new EndedJobs(turn.AlsoEnds));
        }

        return effects;
    }

    private async Task RememberAsync(IncomingTurn edit, CancellationToken ct)
    {
        if (await edits.RememberAsync(edit, ct) is { } id && await CorrectAsync(edit, id, ct) is { } turn)
        {
            await commit.AddAsync(turn);
            return;
        }

        await queue.DoneAsync(edit.Job, ct);
    }

    /// <summary>In the middle of a form a message may have been an answer, which changes with it.</summary>
    private async Task<Turn?> CorrectAsync(IncomingTurn edit, Guid conversationId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var conversation = await conversations.FindAsync(conversationId, ct);
        var bot = await snapshots.FindAsync(edit.BotId, ct);
        var reply =
            conversation is null || bot is null || conversation.Reference.Situation.TakenOver?.HoldsAt(now) == true
                ? null
                : ChooseReply.ForEdit(bot, edit.Message, await WithGivenAsync(bot, conversation.Reference, ct), now);
        return reply is null
            ? null
            : new Turn(edit.Job, conversation!.Reference)
            {
                Said = [.. reply.Messages.Select(message => SpokenMessage.Said(ids.Next(), message, reply.Reason, now))],
                State = reply.State,
                Effects = reply.Effects,
            };
    }

    /// <summary>Where an answer has to differ from earlier ones, those are looked up before.</summary>
    private async ValueTask<Situation> WithGivenAsync(BotSnapshot bot, ConversationRef conversation, CancellationToken ct) =>
        conversation.Situation.State.Form is { } progress && bot.Form(progress.FormId) is { HasUniqueFields: true }
            ? conversation.Situation with
            {
                GivenBefore = await given.FindAsync(conversation.ContactId, progress.FormId, ct),
            }
            : conversation.Situation;
}
