using System.Text.Json;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.KeptAnswers;
using BotStudio.Core.Ai.Safety;
using BotStudio.Core.Ai.Streaming;
using BotStudio.Core.Ai.Summaries;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Ai;

/// <summary>
/// The job that lets the model answer a turn. While it waits for the model it holds no thread, no connection and no transaction; the chat's next
/// message waits for it, other chats do not.
/// </summary>
public sealed class AnswerWithAi(
    BeforeAsking before,
    AskInChat chat,
    Guard guard,
    History history,
    LiveSnapshots snapshots,
    TurnCommit commit,
    MessageIds ids,
    SystemTexts texts,
    BotProblems problems,
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
        var asking = new List<OpenTurn>(jobs.Count);
        foreach (var job in jobs)
        {
            if (job.Hint is Turn { Ask: { } asked } turn)
            {
                asking.Add(new OpenTurn(job, turn.Conversation, asked) { Situation = SituationAfter(turn, asked) });
            }
            else if (await RebuildAsync(job, ct) is { } rebuilt)
            {
                asking.Add(rebuilt);
            }
        }

        var paces = before.PacesAsync(asking, ct);
        var pasts = await history.LoadAsync(
            asking.ConvertAll(turn => new HistoryWanted(turn.Conversation.Id, turn.Asked.HeardId, turn.Request.Prompt.HistoryLength)
            {
                IsSummarized = turn.Request.Prompt.Summarizes,
                Lane = turn.Request.Prompt.Quiet > TimeSpan.Zero ? turn.Job.Lane : null,
            }),
            ct
        );
        var known = await paces;
        await Task.WhenAll(
            asking.Select((turn, index) => AnswerAsync(turn, pasts[index], known.GetValueOrDefault(turn.Conversation.ContactId), ct))
        );
    }

    private async Task AnswerAsync(OpenTurn turn, Past past, ContactPace? pace, CancellationToken ct)
    {
        switch (await before.RunAsync(turn, past, pace, ct))
        {
            case Readiness.Say said:
                await SayAsync(said);
                break;

            case Readiness.Ask ask:
                await AskAsync(ask.Turn, past, ct);
                break;
        }
    }

    private async Task AskAsync(OpenTurn turn, Past past, CancellationToken ct)
    {
        switch (await chat.RunAsync(turn, past, ct))
        {
            case InChat.Longer longer:
                await commit.AddAsync(longer.Turn);
                break;

            case InChat.Stopped stopped:
                await SayAsync(turn, stopped);
                break;

            case InChat.Answered answered:
                await TakeAsync(turn, past, answered.Answer, ct);
                break;
        }
    }

    private async Task TakeAsync(OpenTurn turn, Past past, ToolAnswer answered, CancellationToken ct)
    {
        switch (answered.Answer)
        {
            case AiAnswer.Text answer:
                // Paid for: whatever happens to this process's shutdown now, the answer is kept.
                await PassOnAsync(turn, answered, answer, past);
                await problems.ClearAsync(turn.Conversation.BotId, "ai", CancellationToken.None);
                break;

            case AiAnswer.Failed { UsedUp: { } budget }:
                await OfferInsteadAsync(turn, answered, budget, ct);
                break;

            // A model that was silent for the whole time limit has kept the contact waiting long enough.
            case AiAnswer.Failed { IsPassing: true, Code: not "ai.timeout" } failed when turn.Job.Attempts + 1 < Rules.MaxAttempts:
                // What was set aside in budgets stays so for the next try.
                await usage.AddAsync(UsageRecord.Of(turn.Caller, failed, clock.GetUtcNow()), reservationId: null, CancellationToken.None);
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

    /// <summary>Never sooner than the provider asked for.</summary>
    private JobRules RulesAfter(AiAnswer.Failed failed) =>
        failed.RetryAfter > Rules.FirstPause
            ? Rules with
            {
                FirstPause = failed.RetryAfter.Value * 1.25,
                LongestPause = failed.RetryAfter.Value * 1.25,
            }
            : Rules;

    private async Task PassOnAsync(OpenTurn turn, ToolAnswer answered, AiAnswer.Text answer, Past past)
    {
        var screened = await snapshots.FindAsync(turn.Conversation.BotId, CancellationToken.None) is { } bot
            ? await guard.AnswerAsync(turn.Caller, bot, turn.Request, answer.Value, turn.Asked.Reason, CancellationToken.None)
            : Screened.Passed;
        await (
            screened.Instead is { } instead
                ? WithholdAsync(turn, answered, answer, instead)
                : SayAsync(turn with { IsUnchecked = turn.IsUnchecked || screened.IsUnchecked }, answered, answer, past)
        );
    }

    /// <summary>What the model said is paid for and not passed on; what its tools did has happened.</summary>
    private Task WithholdAsync(OpenTurn turn, ToolAnswer answered, AiAnswer.Text answer, Reply instead) =>
        commit.AddAsync(
            TurnOf(
                turn,
                answered,
                [
                    .. instead.Messages.Select(message =>
                        SpokenMessage.Said(
                            ids.Next(),
                            Addressed(turn, message),
                            instead.Reason with
                            {
                                Calls = answered.Calls,
                            },
                            clock.GetUtcNow(),
                            answered.Usage()
                        )
                    ),
                ],
                [.. instead.Effects, Record(turn, answer)]
            )
        );

    /// <summary>Nobody was asked.</summary>
    private Task SayAsync(Readiness.Say said) =>
        commit.AddAsync(
            new Turn(said.Turn.Job, said.Turn.Conversation)
            {
                Said =
                [
                    .. said.Reply.Messages.Select(message =>
                        SpokenMessage.Said(ids.Next(), Addressed(said.Turn, message), said.Reply.Reason, clock.GetUtcNow(), said.Used)
                    ),
                    .. Afterwards(said.Turn),
                ],
                Effects = [.. said.Turn.Also, .. said.Reply.Effects],
            }
        );

    private static OutgoingMessage Addressed(OpenTurn turn, OutgoingMessage message) =>
        message with
        {
            Buttons = turn.Request.Buttons,
            ReplyToExternalId = ReplyTo(turn.Asked.Message),
        };

    private Task SayAsync(OpenTurn turn, ToolAnswer answered, AiAnswer.Text answer, Past past)
    {
        var message = new OutgoingMessage
        {
            Text = StoredText.Clean(answer.Value),
            Buttons = turn.Request.Buttons,
            ReplyToExternalId = ReplyTo(turn.Asked.Message),
        };
        var reason = turn.Asked.Reason with
        {
            DroppedTurns = answer.DroppedTurns == 0 ? null : answer.DroppedTurns,
            WasCut = answer.WasCut ? true : null,
            IsCheaper = answer.IsCheaper ? true : null,
            UsedSummary = past.Summary is null ? null : true,
            IsUnchecked = turn.IsUnchecked ? true : null,
            Calls = answered.Calls,
        };
        return commit.AddAsync(
            TurnOf(
                turn,
                answered,
                [SpokenMessage.Said(ids.Next(), message, reason, clock.GetUtcNow(), answered.Usage())],
                [
                    Record(turn, answer),
                    .. past.IsSummaryDue ? [SummarizeConversation.After(turn.Conversation)] : Array.Empty<TurnEffect>(),
                    .. Keeping(turn, answered, answer),
                ]
            )
        );
    }

    /// <summary>For whoever asks the same next; what was done or looked up for this contact is nobody else's answer.</summary>
    private static IEnumerable<TurnEffect> Keeping(OpenTurn turn, ToolAnswer answered, AiAnswer.Text answer)
    {
        if (
            turn.KeepUnder is { } under
            && answered is { Calls: null, SaysSomething: false, State: null }
            && answer is { WasCut: false, IsCheaper: false }
        )
        {
            yield return new KeepAnswer(under.Key, StoredText.Clean(answer.Value), answer.Model, under.For);
        }
    }

    /// <summary>The words, what tools say behind them, and all that happens with it.</summary>
    private Turn TurnOf(OpenTurn turn, ToolAnswer answered, IReadOnlyList<SpokenMessage> words, IReadOnlyList<TurnEffect> effects)
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
                    turn.Asked.HeardId,
                    ask.Message,
                    ask.Question,
                    said.Count == 0 ? ask.Reason with { Calls = answered.Calls } : ask.Reason
                )
                : null,
            State = answered.State,
            Effects = [.. turn.Also, .. effects, .. answered.Effects],
        };
    }

    /// <summary>What the contact saw of it stays. What they wrote to stop it, if anything, comes next and is answered.</summary>
    private Task SayAsync(OpenTurn turn, InChat.Stopped stopped)
    {
        var text = StoppedText.Of(StoredText.Clean(stopped.Text));
        if (text.Length == 0)
        {
            return commit.AddAsync(new Turn(turn.Job, turn.Conversation) { Effects = turn.Also });
        }

        var message = new OutgoingMessage { Text = text, ReplyToExternalId = ReplyTo(turn.Asked.Message) };
        var used = stopped.Taken?.Record is { } taken
            ? new AiUsage(taken.Model, taken.TokensIn, taken.TokensOut, taken.LatencyMs) { Cost = taken.Cost }
            : null;
        return commit.AddAsync(
            new Turn(turn.Job, turn.Conversation)
            {
                Said =
                [
                    SpokenMessage.Said(ids.Next(), message, turn.Asked.Reason with { WasStopped = true }, clock.GetUtcNow(), used),
                    .. Afterwards(turn),
                ],
                Effects = turn.Also,
            }
        );
    }

    /// <summary>A budget is used up: the owner has chosen what the contact hears.</summary>
    private async Task OfferInsteadAsync(OpenTurn turn, ToolAnswer answered, AiBudget budget, CancellationToken ct)
    {
        var language = turn.Request.Values.Language;
        var reply = await snapshots.FindAsync(turn.Conversation.BotId, ct) is { } bot
            ? WhenUsedUp.Answer(budget, bot, language, turn.Asked.Reason)
            : texts.NotPublished(turn.Asked.Message);
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
                                ReplyToExternalId = ReplyTo(turn.Asked.Message),
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

    private Task FallBackAsync(OpenTurn turn, ToolAnswer answered, AiAnswer.Failed failed)
    {
        // The contact got no answer, so none is counted.
        turn = turn with
        {
            Also = [],
        };
        var text = answered.SaysSomething ? "" : turn.Request.Fallback;
        var reason = turn.Asked.Reason with { Problem = failed.Code, Calls = answered.Calls };
        var message = new OutgoingMessage
        {
            Text = text,
            Buttons = turn.Request.Buttons,
            ReplyToExternalId = ReplyTo(turn.Asked.Message),
        };

        // An empty answer is paid for like any other.
        var said = SpokenMessage.Said(ids.Next(), message, reason, clock.GetUtcNow(), answered.Usage());
        return commit.AddAsync(TurnOf(turn, answered, text.Length == 0 ? [] : [said], [Record(turn, failed)]));
    }

    private RecordUsage Record(OpenTurn turn, AiAnswer answer) =>
        new(UsageRecord.Of(turn.Caller, answer, clock.GetUtcNow()), answer.ReservationId);

    private IEnumerable<SpokenMessage> Afterwards(OpenTurn turn) =>
        turn.Request.Afterwards.Select(message => SpokenMessage.Said(ids.Next(), message, turn.Asked.Reason, clock.GetUtcNow()));

    /// <summary>Where the conversation stands after what was said at once.</summary>
    private static Situation SituationAfter(Turn turn, AskedTurn asked) =>
        turn.Conversation.Situation.After(
            new Reply
            {
                Reason = asked.Reason,
                State = turn.State,
                Effects = turn.Effects,
            }
        );

    /// <summary>After a crash or a pause: the question is made again from the stored messages and the live version.</summary>
    /// <returns>Null when a version published meanwhile answered without the model.</returns>
    private async Task<OpenTurn?> RebuildAsync(ClaimedJob job, CancellationToken ct)
    {
        var stored = JsonSerializer.Deserialize(job.Payload, ConversationJson.Default.AskedTurnPayload)!;
        var bot = await snapshots.FindAsync(stored.Conversation.BotId, ct);
        var replies = stored
            .Joined.Prepend(stored.Message)
            .Select(message =>
                bot is null ? texts.NotPublished(message) : ChooseReply.For(bot, message, stored.Conversation.Situation, clock.GetUtcNow())
            )
            .ToList();
        if (replies[0].Ask is not AiRequest question)
        {
            await SayInsteadAsync(job, stored.Conversation, replies);
            return null;
        }

        return new OpenTurn(
            job,
            stored.Conversation,
            new AskedTurn(
                stored.HeardId,
                stored.Message,
                replies.Skip(1).Select(reply => reply.Ask).OfType<AiRequest>().Aggregate(question, (whole, next) => whole.And(next)),
                replies[0].Reason
            )
            {
                Joined = stored.Joined,
                LastHeardId = stored.LastHeardId ?? stored.HeardId,
                LastCameAt = stored.LastCameAt,
            }
        )
        {
            Situation = stored.Conversation.Situation.After(replies[0]),
        };
    }

    private Task SayInsteadAsync(ClaimedJob job, ConversationRef conversation, IEnumerable<Reply> replies) =>
        commit.AddAsync(
            new Turn(job, conversation)
            {
                Said =
                [
                    .. replies
                        .SelectMany(reply => reply.Messages.Select(message => (Message: message, reply.Reason)))
                        .DistinctBy(said => said.Message.Text)
                        .Select(said => SpokenMessage.Said(ids.Next(), said.Message, said.Reason, clock.GetUtcNow())),
                ],
            }
        );

    private static string? ReplyTo(IncomingMessage message) => message.ChatKind == ChatKind.Group ? message.ExternalId : null;
}
