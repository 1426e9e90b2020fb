using System.Text.Json;
using BotStudio.Core.Ai.Safety;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Ai.Media;

/// <summary>
/// The job that takes in what a message carries before it is answered. While it fetches and listens it holds no thread, no connection and no
/// transaction; the chat's next message waits for it, other chats do not. What was said and what it cost are written in one transaction with the
/// step to the answer, so that nothing that is written down is bought twice.
/// </summary>
public sealed class ReadMedia(
    TakeInMedia takeIn,
    ISentFiles files,
    LiveSnapshots snapshots,
    TurnCommit commit,
    MessageIds ids,
    SystemTexts texts,
    BotProblems problems,
    ContactPaces paces,
    IChatPresence presence,
    UsageLog usage,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    public override string Kind => MediaRequest.Kind;

    /// <summary>The contact waits, so it is given up soon. Recordings lie on disk, not in memory.</summary>
    public override JobRules Rules { get; } =
        new(MaxAttempts: 3, MaxInFlight: 200, FirstPause: TimeSpan.FromSeconds(3), LongestPause: TimeSpan.FromSeconds(30));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var asked = job.Hint is Turn { Ask: { } ask } hint
            ? new AskedTurnPayload(hint.Conversation, ask.HeardId, ask.Message) { LastCameAt = ask.LastCameAt }
            : JsonSerializer.Deserialize(job.Payload, ConversationJson.Default.AskedTurnPayload)!;
        var conversation = asked.Conversation;
        if (await snapshots.FindAsync(conversation.BotId, ct) is not { } bot)
        {
            await CommitAsync(job, asked, texts.NotPublished(asked.Message), []);
            return;
        }

        // Decided again from the stored message: a version published meanwhile may answer it without looking.
        var decided = ChooseReply.For(bot, asked.Message, conversation.Situation, clock.GetUtcNow());
        if (decided.Ask is not MediaRequest)
        {
            await CommitAsync(job, asked, decided, FetchLater(conversation, asked.Message));
            return;
        }

        var language = bot.LanguageOf(conversation.Situation.Contact, asked.Message.From);
        var turn = new TurnContext(bot, asked.Message, conversation.Situation, language, clock.GetUtcNow()) { Reason = decided.Reason };
        if (await TooMuchAsync(conversation, asked, bot, language, decided.Reason, ct) is { } tooMuch)
        {
            await CommitAsync(job, asked, tooMuch, FetchLater(conversation, asked.Message));
            return;
        }

        var caller = new AiCaller(conversation.AccountId, conversation.BotId, conversation.ContactId) { TurnId = asked.HeardId };
        var taking = takeIn.RunAsync(
            caller,
            turn,
            (part, token) => files.KeepAsync(conversation, part.StoredId ?? asked.HeardId, token),
            ct
        );
        await presence.ShowTypingUntilAsync(taking, conversation, clock, ct);
        await GoOnAsync(job, asked, turn, await taking);
    }

    /// <summary>Listening costs like answering. Who may still ask is counted when they are answered.</summary>
    private async Task<Reply?> TooMuchAsync(
        ConversationRef conversation,
        AskedTurnPayload asked,
        BotSnapshot bot,
        string language,
        ReplyReason reason,
        CancellationToken ct
    )
    {
        if (!bot.Safety.LimitsContacts)
        {
            return null;
        }

        var known = (await paces.OfAsync([conversation.ContactId], ct)).GetValueOrDefault(conversation.ContactId);
        var taken = (known ?? new ContactPace()).Take(asked.HeardId, bot.Safety, clock.GetUtcNow());
        return taken.Verdict == PaceVerdict.Fine
            ? null
            : ContactPaces.Answer(taken, bot, language, reason) with
            {
                Effects = [new KeepPace(taken)],
            };
    }

    private async Task GoOnAsync(ClaimedJob job, AskedTurnPayload asked, TurnContext turn, TakenIn taken)
    {
        var conversation = asked.Conversation;
        List<TurnEffect> effects =
            taken.Records.Count > 0 || taken.ReservationId is not null ? [new RecordUsage(taken.Records, taken.ReservationId)] : [];
        switch (taken)
        {
            case TakenIn.Ready ready:
                if (ready.IsWrittenDown)
                {
                    await problems.ClearAsync(conversation.BotId, "voice", CancellationToken.None);
                    effects.Add(new WrittenDown(asked.HeardId, ready.Message.Text, $"{asked.Message.Media!.Sign} {ready.Message.Text}"));
                }

                var reply = ChooseReply.For(turn.Bot, ready.Message, conversation.Situation, clock.GetUtcNow());
                await CommitAsync(
                    job,
                    asked with
                    {
                        Message = ready.Message,
                    },
                    reply,
                    [.. effects, .. FetchLater(conversation, ready.Message)]
                );
                break;

            case TakenIn.NotNow later when job.Attempts + 1 < Rules.MaxAttempts:
                // What was set aside in budgets stays so for the next try.
                await usage.AddAsync(taken.Records, reservationId: null, CancellationToken.None);
                await Queue.FailAsync(job, RulesAfter(later), later.Code, CancellationToken.None);
                break;

            case TakenIn.NotNow given:
                await ReportAsync(conversation, given.Code);
                var sorry = turn.Say(turn.Text("conversations.say.media_not_now"));
                await CommitAsync(
                    job,
                    asked,
                    sorry with
                    {
                        Reason = sorry.Reason with { Problem = given.Code },
                    },
                    [.. effects, .. FetchLater(conversation, asked.Message)]
                );
                break;

            case TakenIn.Answered answered:
                await ReportAsync(conversation, answered.Reply.Reason.Problem);
                await CommitAsync(job, asked, answered.Reply, [.. effects, .. FetchLater(conversation, answered.Message)]);
                break;
        }
    }

    /// <summary>What the owner can put right is on the bot's card; that a contact has sent a long film is not.</summary>
    private async Task ReportAsync(ConversationRef conversation, string? code)
    {
        if (
            code is "voice.nobody" or "voice.model_unknown"
            || (code?.StartsWith("ai.", StringComparison.Ordinal) == true && code != "ai.limit_reached")
        )
        {
            await problems.ReportAsync(conversation.AccountId, conversation.BotId, code, null, CancellationToken.None);
        }
    }

    /// <summary>Never sooner than who is waited for has asked.</summary>
    private JobRules RulesAfter(TakenIn.NotNow later) =>
        later.After > Rules.FirstPause
            ? Rules with
            {
                FirstPause = later.After.Value * 1.25,
                LongestPause = later.After.Value * 1.25,
            }
            : Rules;

    /// <summary>The transcript shows what was sent, whether the model could do anything with it or not.</summary>
    private static IEnumerable<TurnEffect> FetchLater(ConversationRef conversation, IncomingMessage message) =>
        MediaTalk
            .Parts(message)
            .Where(part => part is { Media: { FileId: null, Problem: null }, StoredId: not null })
            .Select(part => FetchFileJob.For(conversation, part.StoredId!.Value, part.Media))
            .OfType<TurnEffect>();

    private Task CommitAsync(ClaimedJob job, AskedTurnPayload asked, Reply reply, IEnumerable<TurnEffect> effects) =>
        commit.AddAsync(
            new Turn(job, asked.Conversation)
            {
                Said = [.. reply.Messages.Select(message => SpokenMessage.Said(ids.Next(), message, reply.Reason, clock.GetUtcNow()))],
                Ask = reply.Ask is { } question
                    ? new AskedTurn(asked.HeardId, asked.Message, question, reply.Reason) { LastCameAt = asked.LastCameAt }
                    : null,
                State = reply.State,
                Effects = [.. reply.Effects, .. effects],
            }
        );
}
