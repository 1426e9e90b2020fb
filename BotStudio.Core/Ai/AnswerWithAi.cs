using System.Text.Json;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Summaries;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Ai;

/// <summary>
/// The job that lets the model answer a turn. While it waits for the model it holds no thread, no connection and no transaction; the chat's next
/// message waits for it, other chats do not.
/// </summary>
public sealed class AnswerWithAi(
    UseTools tools,
    History history,
    LiveSnapshots snapshots,
    TurnCommit commit,
    MessageIds ids,
    SystemTexts texts,
    BotProblems problems,
    IChatPresence presence,
    RunningAnswers running,
    UsageLog usage,
    JobQueue queue,
    TimeProvider clock
) : IJobHandler
{
    public string Kind => AiRequest.Kind;

    /// <summary>A waiting model costs memory only, so many may wait. The model itself is asked several times within one attempt.</summary>
    public JobRules Rules { get; } =
        new(MaxAttempts: 3, MaxInFlight: 2500, FirstPause: TimeSpan.FromSeconds(5), LongestPause: TimeSpan.FromSeconds(30));

    public async Task HandleAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken ct)
    {
        var turns = new List<AiTurnState>(jobs.Count);
        foreach (var job in jobs)
        {
            turns.Add(job.Hint is Turn turn ? StateOf(job, turn) : await RebuildAsync(job, ct));
        }

        var asking = turns.Where(turn => turn.Request is not null).ToList();
        var histories = await history.LoadAsync(
            asking.ConvertAll(turn => new HistoryWanted(turn.Conversation.Id, turn.HeardId, turn.Request!.Prompt.HistoryLength)
            {
                IsSummarized = turn.Request.Prompt.Summarizes,
            }),
            ct
        );
        var work = asking.Select((turn, index) => AnswerAsync(turn, histories[index], ct));
        await Task.WhenAll(work.Concat(turns.Where(turn => turn.Request is null).Select(SayAsync)));
    }

    private async Task AnswerAsync(AiTurnState turn, Past past, CancellationToken ct)
    {
        if (await AskAsync(turn, past, ct) is not { } answered)
        {
            // What the contact wrote to stop it comes next and is answered.
            await commit.AddAsync(new Turn(turn.Job, turn.Conversation));
            return;
        }

        switch (answered.Answer)
        {
            case AiAnswer.Text answer:
                // Paid for: whatever happens to this process's shutdown now, the answer is kept.
                await SayAsync(turn, answered, answer, past);
                await problems.ClearAsync(turn.Conversation.BotId, "ai", CancellationToken.None);
                break;

            case AiAnswer.Failed { UsedUp: { } budget }:
                await OfferInsteadAsync(turn, answered, budget, ct);
                break;

            // A model that was silent for the whole time limit has kept the contact waiting long enough.
            case AiAnswer.Failed { IsPassing: true, Code: not "ai.timeout" } failed when turn.Job.Attempts + 1 < Rules.MaxAttempts:
                // What was set aside in budgets stays so for the next try.
                await usage.AddAsync(
                    UsageRecord.Of(CallerOf(turn), failed, clock.GetUtcNow()),
                    reservationId: null,
                    CancellationToken.None
                );
                await queue.FailAsync(turn.Job, RulesAfter(failed), failed.Code, CancellationToken.None);
                break;

            // A model that begins a form need not find words for it.
            case AiAnswer.Failed { Code: "ai.empty" } silent when answered.SaysSomething:
                await commit.AddAsync(TurnOf(turn, answered, [], [Record(turn, silent)]));
                break;

            case AiAnswer.Failed failed:
                await problems.ReportAsync(turn.Conversation.AccountId, turn.Conversation.BotId, failed.Code, null, CancellationToken.None);
                await FallBackAsync(turn, answered, failed);
                break;
        }

        await ToolTrouble.TellAsync(problems, turn.Conversation, answered);
    }

    /// <returns>Null when the contact does not want to know any more.</returns>
    private async Task<ToolAnswer?> AskAsync(AiTurnState turn, Past past, CancellationToken ct)
    {
        var conversation = turn.Conversation;
        var bot = await snapshots.FindAsync(conversation.BotId, ct);
        using var answer = running.Begin(turn.Job, ct);
        try
        {
            var answering = tools.RunAsync(CallerOf(turn), turn.Request!, past, ToolTurnOf(turn, bot), answer.Token);
            await presence.ShowTypingUntilAsync(answering, conversation, clock, answer.Token);
            return await answering;
        }
        catch (OperationCanceledException) when (answer.IsStopped)
        {
            return null;
        }
    }

    /// <summary>Never sooner than the provider asked for.</summary>
    private JobRules RulesAfter(AiAnswer.Failed failed) =>
        failed.RetryAfter > Rules.FirstPause
            ? Rules with
            {
                FirstPause = failed.RetryAfter.Value * 1.25,
                LongestPause = failed.RetryAfter.Value * 1.25,
            }
            : Rules;

    private ToolTurn? ToolTurnOf(AiTurnState turn, BotSnapshot? bot) =>
        bot is null
            ? null
            : ToolTurn.Of(bot, turn.Message, turn.Situation, turn.Reason, clock.GetUtcNow()) with
            {
                Servers = ServerCalls.Live,
                ContactId = turn.Conversation.ContactId,
                ConversationId = turn.Conversation.Id,
            };

    private Task SayAsync(AiTurnState turn, ToolAnswer answered, AiAnswer.Text answer, Past past)
    {
        var message = new OutgoingMessage
        {
            Text = StoredText.Clean(answer.Value),
            Buttons = turn.Request!.Buttons,
            ReplyToExternalId = ReplyTo(turn.Message),
        };
        var reason = turn.Reason with
        {
            DroppedTurns = answer.DroppedTurns == 0 ? null : answer.DroppedTurns,
            WasCut = answer.WasCut ? true : null,
            IsCheaper = answer.IsCheaper ? true : null,
            UsedSummary = past.Summary is null ? null : true,
            Calls = answered.Calls,
        };
        return commit.AddAsync(
            TurnOf(
                turn,
                answered,
                [SpokenMessage.Said(ids.Next(), message, reason, clock.GetUtcNow(), answered.Usage())],
                past.IsSummaryDue ? [Record(turn, answer), SummarizeConversation.After(turn.Conversation)] : [Record(turn, answer)]
            )
        );
    }

    /// <summary>The words, what tools say behind them, and all that happens with it.</summary>
    private Turn TurnOf(AiTurnState turn, ToolAnswer answered, IReadOnlyList<SpokenMessage> words, IReadOnlyList<TurnEffect> effects)
    {
        var said = words.ToList();
        foreach (var (message, reason) in answered.Said)
        {
            var isFirst = said.Count == 0;
            said.Add(
                SpokenMessage.Said(
                    ids.Next(),
                    message,
                    isFirst ? reason with { Calls = answered.Calls } : reason,
                    clock.GetUtcNow(),
                    isFirst ? answered.Usage() : null
                )
            );
        }

        return new Turn(turn.Job, turn.Conversation)
        {
            Said = answered.MovedOn ? said : [.. said, .. Afterwards(turn)],
            Ask = answered.Ask is { } ask
                ? new AskedTurn(
                    turn.HeardId,
                    ask.Message,
                    ask.Question,
                    said.Count == 0 ? ask.Reason with { Calls = answered.Calls } : ask.Reason
                )
                : null,
            State = answered.State,
            Effects = [.. effects, .. answered.Effects],
        };
    }

    /// <summary>A budget is used up: the owner has chosen what the contact hears.</summary>
    private async Task OfferInsteadAsync(AiTurnState turn, ToolAnswer answered, AiBudget budget, CancellationToken ct)
    {
        var language = turn.Request!.Values.Language;
        var reply = await snapshots.FindAsync(turn.Conversation.BotId, ct) is { } bot
            ? WhenUsedUp.Answer(budget, bot, language, turn.Reason)
            : texts.NotPublished(turn.Message);
        await commit.AddAsync(
            TurnOf(
                turn,
                answered,
                [
                    .. reply.Messages.Select(message =>
                        SpokenMessage.Said(
                            ids.Next(),
                            message with
                            {
                                Buttons = turn.Request.Buttons,
                                ReplyToExternalId = ReplyTo(turn.Message),
                            },
                            reply.Reason with
                            {
                                Calls = answered.Calls,
                            },
                            clock.GetUtcNow()
                        )
                    ),
                ],
                reply.Effects
            )
        );
    }

    private Task FallBackAsync(AiTurnState turn, ToolAnswer answered, AiAnswer.Failed failed)
    {
        var text = answered.SaysSomething ? "" : turn.Request!.Fallback;
        var reason = turn.Reason with { Problem = failed.Code, Calls = answered.Calls };
        var message = new OutgoingMessage
        {
            Text = text,
            Buttons = turn.Request!.Buttons,
            ReplyToExternalId = ReplyTo(turn.Message),
        };

        // An empty answer is paid for like any other.
        var said = SpokenMessage.Said(ids.Next(), message, reason, clock.GetUtcNow(), answered.Usage());
        return commit.AddAsync(TurnOf(turn, answered, text.Length == 0 ? [] : [said], [Record(turn, failed)]));
    }

    private RecordUsage Record(AiTurnState turn, AiAnswer answer) =>
        new(UsageRecord.Of(CallerOf(turn), answer, clock.GetUtcNow()), answer.ReservationId);

    private static AiCaller CallerOf(AiTurnState turn) =>
        new(turn.Conversation.AccountId, turn.Conversation.BotId, turn.Conversation.ContactId)
        {
            Kind = UsageKind.Reply,
            TurnId = turn.HeardId,
        };

    private IEnumerable<SpokenMessage> Afterwards(AiTurnState turn) =>
        turn.Request!.Afterwards.Select(message => SpokenMessage.Said(ids.Next(), message, turn.Reason, clock.GetUtcNow()));

    /// <summary>A version published meanwhile answers this message without the model.</summary>
    private Task SayAsync(AiTurnState turn) =>
        commit.AddAsync(
            new Turn(turn.Job, turn.Conversation)
            {
                Said = [.. turn.Instead.Select(message => SpokenMessage.Said(ids.Next(), message, turn.Reason, clock.GetUtcNow()))],
            }
        );

    private static AiTurnState StateOf(ClaimedJob job, Turn turn) =>
        new(job, turn.Conversation, turn.Ask!.HeardId, turn.Ask.Message, (AiRequest)turn.Ask.Question, turn.Ask.Reason, [])
        {
            Situation = turn.Conversation.Situation.After(
                new Reply
                {
                    Reason = turn.Ask.Reason,
                    State = turn.State,
                    Effects = turn.Effects,
                }
            ),
        };

    /// <summary>After a crash or a pause: the question is made again from the stored message and the live version.</summary>
    private async Task<AiTurnState> RebuildAsync(ClaimedJob job, CancellationToken ct)
    {
        var stored = JsonSerializer.Deserialize(job.Payload, ConversationJson.Default.AskedTurnPayload)!;
        var bot = await snapshots.FindAsync(stored.Conversation.BotId, ct);
        var reply = bot is null
            ? texts.NotPublished(stored.Message)
            : ChooseReply.For(bot, stored.Message, stored.Conversation.Situation, clock.GetUtcNow());
        return new AiTurnState(
            job,
            stored.Conversation,
            stored.HeardId,
            stored.Message,
            reply.Ask as AiRequest,
            reply.Reason,
            reply.Messages
        )
        {
            Situation = stored.Conversation.Situation.After(reply),
        };
    }

    private static string? ReplyTo(IncomingMessage message) => message.ChatKind == ChatKind.Group ? message.ExternalId : null;

    private sealed record AiTurnState(
        ClaimedJob Job,
        ConversationRef Conversation,
        Guid HeardId,
        IncomingMessage Message,
        AiRequest? Request,
        ReplyReason Reason,
        IReadOnlyList<OutgoingMessage> Instead
    )
    {
        /// <summary>Where the conversation stands after what was said at once.</summary>
        public Situation Situation { get; init; } = Situation.Fresh;
    }
}
