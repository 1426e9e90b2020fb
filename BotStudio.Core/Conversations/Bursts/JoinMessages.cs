using BotStudio.Core.Bots;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Conversations.Bursts;

/// <summary>
/// Makes one question of what a contact writes bit by bit. The model is asked at once; what belongs to the same question and comes before it is
/// answered, within the quiet time that the prompt says, joins it, and it is asked anew. So who writes once never waits for a message that does not
/// come; who has written twice is heard out until the chat has been quiet for that time, however quick the answer is.
/// </summary>
public sealed class JoinMessages(IWaitingMessages waiting, LiveSnapshots snapshots, MessageIds ids, TimeProvider clock)
{
    /// <summary>Who writes for ever is answered now and then.</summary>
    private const int MostTogether = 20;

    /// <returns>The turn that goes on with the longer question; null when nothing that waits behind it belongs to it.</returns>
    public async Task<Joining> RunAsync(ClaimedJob job, ConversationRef conversation, AskedTurn asked, CancellationToken ct)
    {
        var behind = await waiting.BehindAsync(job, conversation, ct);
        if (behind.Count == 0 || await snapshots.FindAsync(conversation.BotId, ct) is not { } bot)
        {
            return Joining.Nothing;
        }

        var now = clock.GetUtcNow();
        var more = behind
            .Take(MostTogether - asked.Joined.Count)
            .Select(each => (Waiting: each, Request: RequestOf(bot, each.Message, conversation.Situation, asked, now)))
            .TakeWhile(each => each.Request is not null)
            .ToList();
        return more.Count == 0
            ? Joining.SomethingElse
            : new Joining(TurnOf(job, conversation, asked, bot, [.. more.Select(each => (each.Waiting, each.Request!))], now), false);
    }

    /// <summary>What would be asked about the message alone; null when it is from somebody else, or something else answers it.</summary>
    private static AiRequest? RequestOf(
        BotSnapshot bot,
        IncomingMessage message,
        Situation situation,
        AskedTurn asked,
        DateTimeOffset now
    ) =>
        message.From.ExternalId == asked.Message.From.ExternalId
        && message.ThreadId == asked.Message.ThreadId
        && asked.Question is AiRequest begun
        && ChooseReply.For(bot, message, situation, now)
            is { Ask: AiRequest { Afterwards.Count: 0 } request, Messages.Count: 0, Effects.Count: 0, State: null, Trouble: null }
        && ReferenceEquals(request.Prompt, begun.Prompt)
            ? request
            : null;

    private Turn TurnOf(
        ClaimedJob job,
        ConversationRef conversation,
        AskedTurn asked,
        BotSnapshot bot,
        IReadOnlyList<(WaitingMessage Waiting, AiRequest Request)> more,
        DateTimeOffset now
    )
    {
        var heard = more.SelectMany(each =>
                each.Waiting.Message.AlbumParts.Count > 0 ? each.Waiting.Message.AlbumParts : [each.Waiting.Message]
            )
            .Select(message => SpokenMessage.Heard(ids.Next(), message, bot, conversation.Situation.Contact, now))
            .ToList();
        return new Turn(job, conversation)
        {
            AlsoHeard = heard,
            Ask = asked with
            {
                Question = more.Aggregate((AiRequest)asked.Question, (question, each) => question.And(each.Request)),
                Joined = [.. asked.Joined, .. more.Select(each => each.Waiting.Message)],
                LastHeardId = heard[^1].Id,
                LastCameAt = more[^1].Waiting.CameAt,
            },
            Effects =
            [
                new EndedJobs([.. more.SelectMany(each => each.Waiting.JobIds)]),
                .. heard.Select(message => FetchFileJob.For(conversation, message.Id, message.Carries)).OfType<TurnEffect>(),
            ],
        };
    }
}

/// <summary>What stands behind a question.</summary>
/// <param name="Turn">With what belongs to it; null for nothing.</param>
/// <param name="IsOther">Something comes next that does not belong to it: no more will.</param>
public sealed record Joining(Turn? Turn, bool IsOther)
{
    public static readonly Joining Nothing = new(null, false);
    public static readonly Joining SomethingElse = new(null, true);
}
