using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Ai;

/// <summary>
/// Puts the engine's question to a model, in live traffic and in the simulator alike: with the account's key or the platform's, and to the
/// prompt's second model when the first does not answer.
/// </summary>
public sealed class AskModel(IAiModel model, FindRoute routes, RefusedKeys refused)
{
    /// <summary>What another model would answer no better.</summary>
    private static readonly string[] SameWithAnyModel = ["ai.refused", "ai.prompt_too_long"];

    /// <param name="history">What was said before, oldest first; no more than the prompt's history length is taken.</param>
    /// <inheritdoc cref="IAiModel.AskAsync"/>
    public Task<AiAnswer> RunAsync(AiCaller caller, AiRequest request, IReadOnlyList<EarlierMessage> history, CancellationToken ct) =>
        RunAsync(caller, QuestionFor(request, history), request.Prompt.FallbackModel, ct);

    /// <summary>A question that is not a contact's.</summary>
    /// <param name="second">Asked when the question's own model does not answer; null for no other one.</param>
    /// <inheritdoc cref="IAiModel.AskAsync"/>
    public async Task<AiAnswer> RunAsync(AiCaller caller, AiQuestion question, string? second, CancellationToken ct)
    {
        var answer = await AskAsync(caller, question, question.Model, shareOfTime: second is null ? 1 : 0.5, ct);
        if (second is null || answer is not AiAnswer.Failed failed || SameWithAnyModel.Contains(failed.Code))
        {
            return answer;
        }

        // When both fail, why the first did is what the owner can change.
        var other = await AskAsync(caller, question, second, shareOfTime: 0.5, ct);
        return other is AiAnswer.Text ? other with { Also = [failed] } : failed with { Also = [other] };
    }

    /// <summary>What is sent, for those who want to see it.</summary>
    public static AiQuestion QuestionFor(AiRequest request, IReadOnlyList<EarlierMessage> history) =>
        new(
            Instructions.For(request.Prompt, request.Values),
            [
                .. history.TakeLast(request.Prompt.HistoryLength).Select(message => new AiTurn(message.FromContact, message.Text)),
                new AiTurn(FromContact: true, request.Text),
            ],
            request.Prompt.Model,
            request.Prompt.Temperature,
            request.Prompt.MaxOutputTokens
        );

    private async Task<AiAnswer> AskAsync(AiCaller caller, AiQuestion question, string? name, double shareOfTime, CancellationToken ct)
    {
        if (await routes.ForAsync(caller.AccountId, name, ct) is not { } route)
        {
            return new AiAnswer.Failed("ai.no_key", IsPassing: false, TimeSpan.Zero);
        }

        var wasRefused = route.Connection.IsRefused;
        var answer = await model.AskAsync(question with { Route = route, ShareOfTime = shareOfTime }, ct);
        if (!wasRefused && route.Connection is { IsOwn: true, IsRefused: true })
        {
            await refused.RememberAsync(caller.AccountId, route.Connection, CancellationToken.None);
        }

        return answer;
    }
}

/// <summary>For whom the model is asked.</summary>
/// <param name="ContactId">Who is to be answered; null when somebody of the account tries something out.</param>
public sealed record AiCaller(Guid AccountId, Guid BotId, Guid? ContactId = null);
