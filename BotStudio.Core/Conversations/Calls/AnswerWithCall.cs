using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Webhooks;

namespace BotStudio.Core.Conversations.Calls;

/// <summary>
/// The job that lets the owner's server answer a turn. Asked once: the contact waits. While it waits it holds no thread, no connection and no
/// transaction; the chat's next message waits for it, other chats do not.
/// </summary>
public sealed class AnswerWithCall(
    CallOwner calls,
    LiveSnapshots snapshots,
    TurnCommit commit,
    MessageIds ids,
    SystemTexts texts,
    BotProblems problems,
    IChatPresence presence,
    PlatformDb platformDb,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    /// <summary>On the card: a command gets no usable answer. {0}: the command and the server.</summary>
    public const string Failing = "webhooks.command_failing";

    public override string Kind => WebhookRequest.Kind;

    public override JobRules Rules { get; } =
        new(MaxAttempts: 3, MaxInFlight: 2500, FirstPause: TimeSpan.FromSeconds(5), LongestPause: TimeSpan.FromSeconds(30));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var asked = job.Hint is Turn turn
            ? new AskedTurnPayload(turn.Conversation, turn.Ask!.HeardId, turn.Ask.Message)
            : JsonSerializer.Deserialize(job.Payload, ConversationJson.Default.AskedTurnPayload)!;
        var conversation = asked.Conversation;
        var bot = await snapshots.FindAsync(conversation.BotId, ct);
        if (bot is null)
        {
            await CommitAsync(job, asked, texts.NotPublished(asked.Message));
            return;
        }

        // After a crash or a pause the question is made again, from the stored message and the live version.
        var decided = (job.Hint as Turn)?.Ask is { Question: WebhookRequest known } waiting
            ? new Reply { Reason = waiting.Reason, Ask = known }
            : ChooseReply.For(bot, asked.Message, conversation.Situation, clock.GetUtcNow());
        if (decided.Ask is not WebhookRequest question)
        {
            await CommitAsync(job, asked, decided);
            return;
        }

        var origin = new CallOrigin(
            asked.HeardId,
            conversation.AccountId,
            conversation.BotId,
            conversation.Channel,
            asked.Message,
            conversation.Situation
        )
        {
            ConversationId = conversation.Id,
            ContactId = conversation.ContactId,
        };
        var calling = calls.RunAsync(question, bot, origin, ct);
        await presence.ShowTypingUntilAsync(calling, conversation, clock, ct);
        var call = await calling;

        // The server may have done what it was asked: whatever happens to this process's shutdown now, its answer is kept.
        var reply = CallReply.Of(call, question, decided.Reason, bot, asked.Message, conversation.Situation, clock.GetUtcNow());
        await CommitAsync(job, asked with { Message = CallReply.MessageOf(call, asked.Message) }, reply);
        await TellAsync(origin, question, call, reply.Reason);
    }

    private Task CommitAsync(ClaimedJob job, AskedTurnPayload asked, Reply reply) =>
        commit.AddAsync(
            new Turn(job, asked.Conversation)
            {
                Said = [.. reply.Messages.Select(message => SpokenMessage.Said(ids.Next(), message, reply.Reason, clock.GetUtcNow()))],
                Ask = reply.Ask is { } question ? new AskedTurn(asked.HeardId, asked.Message, question, reply.Reason) : null,
                State = reply.State,
                Effects = reply.Effects,
            }
        );

    /// <summary>What went wrong is on the bot's card and in the log of webhooks; what goes well is not written down.</summary>
    private async Task TellAsync(CallOrigin origin, WebhookRequest question, OwnerCall call, ReplyReason reason)
    {
        if (reason.Problem is not { } code)
        {
            await problems.ClearAsync(origin.BotId, Failing, CancellationToken.None);
            return;
        }

        var host = Uri.TryCreate(question.Url, UriKind.Absolute, out var address) ? address.Host : "…";
        await problems.ReportAsync(origin.AccountId, origin.BotId, Failing, $"/{question.Command} ({host})", CancellationToken.None);
        await using var db = platformDb.Open();
        db.Add(
            WebhookDelivery.Failed(
                origin.AccountId,
                origin.BotId,
                CallOwner.EventType,
                question.Url,
                call.Sent,
                call.Http,
                reason.ProblemDetail is { } detail ? new Problem(code, detail) : new Problem(code),
                clock.GetUtcNow()
            )
        );
        await db.SaveChangesAsync(CancellationToken.None);
    }
}
