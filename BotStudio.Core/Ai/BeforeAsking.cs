using BotStudio.Core.Ai.KeptAnswers;
using BotStudio.Core.Ai.Safety;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;

namespace BotStudio.Core.Ai;

/// <summary>
/// What needs no model: a contact who asks too much, a question that the bot does not answer, one that was answered already. In this order, so that
/// the cheapest look comes first and nothing that is refused is answered from what was kept.
/// </summary>
public sealed class BeforeAsking(
    LiveSnapshots snapshots,
    ContactPaces paces,
    Guard guard,
    FindKeptAnswer kept,
    FindRoute routes,
    TimeProvider clock
)
{
    /// <summary>One query for all turns, and none when no bot of them has limits.</summary>
    public async Task<IReadOnlyDictionary<Guid, ContactPace>> PacesAsync(IReadOnlyList<OpenTurn> turns, CancellationToken ct)
    {
        var limited = new HashSet<Guid>();
        foreach (var turn in turns)
        {
            if (await snapshots.FindAsync(turn.Conversation.BotId, ct) is { Safety.LimitsContacts: true })
            {
                limited.Add(turn.Conversation.ContactId);
            }
        }

        return await paces.OfAsync(limited, ct);
    }

    /// <param name="pace">Of the contact; null for one who never asked.</param>
    public async Task<Readiness> RunAsync(OpenTurn turn, Past past, ContactPace? pace, CancellationToken ct)
    {
        if (await snapshots.FindAsync(turn.Conversation.BotId, ct) is not { } bot)
        {
            return new Readiness.Ask(turn);
        }

        var (request, reason) = (turn.Request, turn.Asked.Reason);
        if (bot.Safety.LimitsContacts)
        {
            var taken = (pace ?? new ContactPace()).Take(turn.Asked.LastHeardId, bot.Safety, clock.GetUtcNow());
            turn = turn with { Also = [new KeepPace(taken)] };
            if (taken.Verdict != PaceVerdict.Fine)
            {
                return new Readiness.Say(turn, ContactPaces.Answer(taken, bot, request.Values.Language, reason));
            }
        }

        var screened = await guard.QuestionAsync(turn.Caller, bot, request, reason, ct);
        if (screened.Instead is { } instead)
        {
            return new Readiness.Say(turn, instead);
        }

        turn = turn with { IsUnchecked = screened.IsUnchecked };
        return CanBeKept(bot, turn) ? await LookUpAsync(bot, turn, past, ct) : new Readiness.Ask(turn);
    }

    private async Task<Readiness> LookUpAsync(BotSnapshot bot, OpenTurn turn, Past past, CancellationToken ct)
    {
        var (request, reason) = (turn.Request, turn.Asked.Reason);
        var key = AnswerKey.Of(request, reason.Version!.Value);
        if (StandsAlone.InThisTalk(past, request.Text) && await kept.FindAsync(turn.Conversation.BotId, key, ct) is { } found)
        {
            return new Readiness.Say(
                turn,
                new Reply
                {
                    Reason = reason with { IsKept = true, IsUnchecked = turn.IsUnchecked ? true : null },
                    Messages = [new OutgoingMessage { Text = found.Text }],
                    Effects = [new RecordUsage([await RecordAsync(turn, found, ct)], ReservationId: null)],
                }
            )
            {
                Used = new AiUsage(found.Model, 0, 0, 0) { Cost = 0 },
            };
        }

        return new Readiness.Ask(
            StandsAlone.IsOpening(past) ? turn with { KeepUnder = new KeptUnder(key, TimeSpan.FromHours(bot.KeptAnswers.Hours)) } : turn
        );
    }

    private static bool CanBeKept(BotSnapshot bot, OpenTurn turn) =>
        bot.KeptAnswers.IsOn
        && turn.Asked.Reason.Version is not null
        && turn.Asked.Message.Kind == IncomingKind.Text
        && turn.Asked.Joined.All(message => message.Kind == IncomingKind.Text)
        && turn.Request.Text.Length > 0;

    private async Task<UsageRecord> RecordAsync(OpenTurn turn, FoundAnswer found, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var route = await routes.ForAsync(turn.Conversation.AccountId, turn.Request.Prompt.Model, ct);
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(now),
            AccountId = turn.Conversation.AccountId,
            BotId = turn.Conversation.BotId,
            ContactId = turn.Conversation.ContactId,
            Kind = UsageKind.KeptAnswer,
            Provider = route?.Connection.Provider.Key ?? "",
            Model = found.Model,
            IsOwnKey = route?.Connection.IsOwn ?? false,
            Cost = 0,
            CreatedAt = now,
        };
    }
}

/// <summary>Whether the model is to be asked.</summary>
public abstract record Readiness
{
    private Readiness() { }

    /// <param name="Turn">With what is known of it now.</param>
    public sealed record Ask(OpenTurn Turn) : Readiness;

    /// <summary>Nobody is asked: this is what the contact hears.</summary>
    public sealed record Say(OpenTurn Turn, Reply Reply) : Readiness
    {
        /// <summary>For the message; null when no model has to do with it.</summary>
        public AiUsage? Used { get; init; }
    }
}
