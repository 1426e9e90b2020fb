using System.Text;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;

namespace BotStudio.Core.Ai;

/// <summary>
/// Puts a question to a model, in live traffic and everywhere else: within the account's budgets, with its key or the platform's, to the prompt's
/// second model when the first does not answer, and knows what it cost.
/// </summary>
public sealed class AskModel(
    IAiModel model,
    FindRoute routes,
    LiveModels models,
    TakeFromBudgets budgets,
    UsageLog usage,
    RefusedKeys refused,
    TimeProvider clock
)
{
    /// <summary>What another model would answer no better.</summary>
    private static readonly string[] SameWithAnyModel = ["ai.refused", "ai.prompt_too_long"];

    /// <summary>Whoever asks writes the usage down, with what comes of it.</summary>
    /// <param name="past">What was said before; no more of its messages than the prompt's history length are taken.</param>
    /// <param name="listener">Hears the answer while it is written; null when nobody does.</param>
    /// <inheritdoc cref="IAiModel.AskAsync"/>
    public Task<AiAnswer> RunAsync(AiCaller caller, AiRequest request, Past past, IAnswerListener? listener, CancellationToken ct) =>
        AskWithinBudgetAsync(caller, QuestionFor(request, past) with { Listener = listener }, request.Prompt.FallbackModel, ct);

    /// <param name="history">What was said before, oldest first.</param>
    /// <inheritdoc cref="RunAsync(AiCaller, AiRequest, Past, IAnswerListener?, CancellationToken)"/>
    public Task<AiAnswer> RunAsync(AiCaller caller, AiRequest request, IReadOnlyList<EarlierMessage> history, CancellationToken ct) =>
        RunAsync(caller, request, new Past(history), listener: null, ct);

    /// <summary>The same for a question that was put together elsewhere.</summary>
    /// <param name="second">Asked when the question's own model does not answer; null for no other one.</param>
    public Task<AiAnswer> RunAsync(AiCaller caller, AiQuestion question, string? second, CancellationToken ct) =>
        AskWithinBudgetAsync(caller, question, second, ct);

    /// <summary>The same for what no turn depends on; the usage is written down already.</summary>
    /// <param name="history">What was said before, oldest first.</param>
    public Task<AiAnswer> TryAsync(AiCaller caller, AiRequest request, IReadOnlyList<EarlierMessage> history, CancellationToken ct) =>
        TryAsync(caller, request, new Past(history), listener: null, ct);

    /// <inheritdoc cref="RunAsync(AiCaller, AiRequest, Past, IAnswerListener?, CancellationToken)"/>
    public async Task<AiAnswer> TryAsync(AiCaller caller, AiRequest request, Past past, IAnswerListener? listener, CancellationToken ct) =>
        await RecordAsync(caller, await RunAsync(caller, request, past, listener, ct));

    /// <summary>A question that is not a contact's; the usage is written down already.</summary>
    /// <param name="second">Asked when the question's own model does not answer; null for no other one.</param>
    public async Task<AiAnswer> TryAsync(AiCaller caller, AiQuestion question, string? second, CancellationToken ct) =>
        await RecordAsync(caller, await AskWithinBudgetAsync(caller, question, second, ct));

    /// <summary>What is sent, for those who want to see it.</summary>
    public static AiQuestion QuestionFor(AiRequest request, IReadOnlyList<EarlierMessage> history) =>
        QuestionFor(request, new Past(history));

    /// <inheritdoc cref="QuestionFor(AiRequest, IReadOnlyList{EarlierMessage})"/>
    public static AiQuestion QuestionFor(AiRequest request, Past past) =>
        new(
            Instructions.For(request.Prompt, request.Values, hasSummary: past.Summary is not null),
            [
                .. past
                    .Messages.TakeLast(request.Prompt.HistoryLength)
                    .Select(message => new AiTurn(message.FromContact, message.Text) { Pictures = Pictures(message.Pictures) }),
                new AiTurn(FromContact: true, request.Text) { Pictures = Pictures(request.Pictures) },
            ],
            request.Prompt.Model,
            request.Prompt.Temperature,
            request.Prompt.MaxOutputTokens
        )
        {
            Summary = past.Summary,
        };

    private static IReadOnlyList<AiPicture> Pictures(IReadOnlyList<SeenPicture> seen) =>
        seen.Count == 0 ? [] : [.. seen.Select(picture => new AiPicture(picture.ContentType, picture.Content))];

    /// <summary>A model that does not see would refuse the whole question: it hears that there was a picture.</summary>
    private static AiQuestion ForEyesOf(AiRoute route, AiQuestion question) =>
        route.Model.SeesImages || question.Turns.All(turn => turn.Pictures.Count == 0)
            ? question
            : question with
            {
                Turns =
                [
                    .. question.Turns.Select(turn =>
                        turn.Pictures.Count == 0 ? turn : turn with { Text = $"{turn.Text}\n[You cannot see pictures.]", Pictures = [] }
                    ),
                ],
            };

    private async Task<AiAnswer> AskWithinBudgetAsync(AiCaller caller, AiQuestion question, string? second, CancellationToken ct)
    {
        var admission = await budgets.AskAsync(caller, caller.TurnId, (name, wait) => EstimateAsync(caller, question, name, wait), ct);
        if (admission.UsedUp is { } usedUp)
        {
            return new AiAnswer.Failed("ai.limit_reached", IsPassing: false, TimeSpan.Zero) { UsedUp = usedUp };
        }

        if (admission.CheaperModel is { } cheaper)
        {
            (question, second) = (question with { Model = cheaper }, null);
        }

        try
        {
            var answer = await AskEitherAsync(caller, question, second, ct);
            return answer with { ReservationId = admission.ReservationId, IsCheaper = admission.CheaperModel is not null };
        }
        catch (AnswerStoppedException stopped)
        {
            await usage.AddAsync([stopped.Record], admission.ReservationId, CancellationToken.None);
            throw;
        }
    }

    private async Task<AiAnswer> AskEitherAsync(AiCaller caller, AiQuestion question, string? second, CancellationToken ct)
    {
        var answer = await AskAsync(caller, question, shareOfTime: second is null ? 1 : 0.5, ct);
        if (second is null || answer is not AiAnswer.Failed failed || SameWithAnyModel.Contains(failed.Code))
        {
            return answer;
        }

        // When both fail, why the first did is what the owner can change.
        var other = await AskAsync(caller, question with { Model = second }, shareOfTime: 0.5, ct);
        return other is AiAnswer.Failed ? failed with { Also = [other] } : other with { Also = [failed] };
    }

    private async Task<AiAnswer> AskAsync(AiCaller caller, AiQuestion question, double shareOfTime, CancellationToken ct)
    {
        if (await routes.ForAsync(caller.AccountId, question.Model, ct) is not { } route)
        {
            return new AiAnswer.Failed("ai.no_key", IsPassing: false, TimeSpan.Zero);
        }

        var wasRefused = route.Connection.IsRefused;
        var started = clock.GetTimestamp();
        var heard = question.Listener is { } listener ? new Overheard(listener) : null;
        AiAnswer answer;
        try
        {
            answer = await model.AskAsync(
                ForEyesOf(route, question) with
                {
                    Route = route,
                    ShareOfTime = shareOfTime,
                    Listener = heard,
                },
                ct
            );
        }
        catch (OperationCanceledException)
        {
            throw new AnswerStoppedException(
                await StoppedRecordAsync(caller, question, route, heard?.Text ?? "", clock.GetElapsedTime(started)),
                ct
            );
        }

        if (!wasRefused && route.Connection is { IsOwn: true, IsRefused: true })
        {
            await refused.RememberAsync(caller.AccountId, route.Connection, CancellationToken.None);
        }

        return await PriceAsync(answer, route.Model.Name);
    }

    /// <summary>By the price that is valid now; what took nothing costs nothing, whatever the price.</summary>
    private async ValueTask<AiAnswer> PriceAsync(AiAnswer answer, string asked)
    {
        var (named, tokensIn, tokensOut) = answer switch
        {
            AiAnswer.Text text => (text.Model, text.TokensIn, text.TokensOut),
            AiAnswer.Calls calls => (calls.Model, calls.TokensIn, calls.TokensOut),
            AiAnswer.Failed failed => (asked, failed.TokensIn, failed.TokensOut),
            _ => (asked, 0, 0),
        };
        if (tokensIn + tokensOut == 0)
        {
            return answer with { Cost = 0 };
        }

        var list = await models.FindAsync(CancellationToken.None);
        var now = clock.GetUtcNow();
        // What was asked for tells the price; a provider may name what answered in a way that nobody knows.
        var price = list.Price(answer.Provider, asked, now) ?? list.Price(answer.Provider, named, now);
        return answer with { Cost = price?.CostOf(tokensIn, answer.TokensCached, tokensOut) };
    }

    private async ValueTask<CallEstimate> EstimateAsync(AiCaller caller, AiQuestion question, string? name, CancellationToken ct)
    {
        if (await routes.ForAsync(caller.AccountId, name ?? question.Model, ct) is not { } route)
        {
            return new CallEstimate(0, 0);
        }

        var list = await models.FindAsync(ct);
        var price = list.Price(route.Connection.Provider.Key, route.Model.Name, clock.GetUtcNow());
        return CallEstimate.Of(question, route.Model, price) with { Answers = caller.Kind == UsageKind.Summary ? 0 : 1 };
    }

    private async Task<AiAnswer> RecordAsync(AiCaller caller, AiAnswer answer)
    {
        // Paid for: it is written down whoever has left meanwhile.
        await usage.AddAsync(UsageRecord.Of(caller, answer, clock.GetUtcNow()), answer.ReservationId, CancellationToken.None);
        return answer;
    }

    /// <summary>
    /// What a broken off call cost nobody says. Once the model writes, the question is paid for and so is what it has written: both are counted
    /// here. Before that, nothing is.
    /// </summary>
    private async ValueTask<UsageRecord> StoppedRecordAsync(
        AiCaller caller,
        AiQuestion question,
        AiRoute route,
        string written,
        TimeSpan after
    )
    {
        var now = clock.GetUtcNow();
        int Count(string text) => TokenCount.Estimate(text, route.Model.Vocabulary);
        var (tokensIn, tokensOut) = written.Length == 0 ? (0, 0) : (FitContext.Tokens(question, Count), Count(written));
        var price = (await models.FindAsync(CancellationToken.None)).Price(route.Connection.Provider.Key, route.Model.Name, now);
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(now),
            AccountId = caller.AccountId,
            BotId = caller.BotId,
            ContactId = caller.ContactId,
            Kind = caller.Kind,
            Provider = route.Connection.Provider.Key,
            Model = StoredText.Cut(StoredText.Clean(route.Model.Name), UsageRecord.MaxModelLength),
            IsOwnKey = route.Connection.IsOwn,
            TokensIn = tokensIn,
            TokensOut = tokensOut,
            LatencyMs = (int)after.TotalMilliseconds,
            Outcome = UsageRecord.Stopped,
            Cost = tokensOut == 0 ? 0 : price?.CostOf(tokensIn, 0, tokensOut),
            CreatedAt = now,
        };
    }

    /// <summary>Remembers what was heard, so that it can be counted when nobody waits for the end.</summary>
    private sealed class Overheard(IAnswerListener listener) : IAnswerListener
    {
        private readonly StringBuilder text = new();

        public string Text => text.ToString();

        public void Hear(string piece)
        {
            text.Append(piece);
            listener.Hear(piece);
        }

        public void StartOver() => listener.StartOver();
    }
}

/// <summary>For whom the model is asked.</summary>
/// <param name="ContactId">Who is to be answered; null when somebody of the account tries something out.</param>
public sealed record AiCaller(Guid AccountId, Guid BotId, Guid? ContactId = null)
{
    public UsageKind Kind { get; init; } = UsageKind.Test;

    /// <summary>Not the first call of an answer: the model has called tools and is told what they said.</summary>
    public bool GoesOn { get; init; }

    /// <summary>The same for the same turn, however often it is tried, so that it takes from budgets once.</summary>
    public Guid TurnId { get; init; } = Guid.CreateVersion7();
}
