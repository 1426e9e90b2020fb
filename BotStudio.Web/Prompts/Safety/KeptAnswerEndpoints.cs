using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.KeptAnswers;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Prompts.Safety;

/// <summary><c>/api/v1/bots/{botId}/kept-answers</c>: answers that are ready for whoever asks the same.</summary>
public static class KeptAnswerEndpoints
{
    public static void MapKeptAnswers(this RouteGroupBuilder api)
    {
        var kept = api.MapGroup("/bots/{botId:guid}/kept-answers").WithTags("Prompts").Requires(Permission.ViewBots);
        kept.MapGet("", CountAsync)
            .WithSummary("Count kept answers")
            .WithDescription(
                "How many answers the bot keeps for whoever asks the same; the draft's `keptAnswers` says whether and how long."
            );
        kept.MapDelete("", ForgetAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Forget kept answers")
            .WithDescription("Throws all of them away: the model is asked again. Answers with how many there were.");
    }

    private static async Task<Results<Ok<KeptAnswersBody>, ProblemResult>> CountAsync(
        Guid botId,
        CountKeptAnswers count,
        CancellationToken ct
    ) => Body(await count.RunAsync(botId, ct));

    private static async Task<Results<Ok<KeptAnswersBody>, ProblemResult>> ForgetAsync(
        Guid botId,
        ForgetKeptAnswers forget,
        CancellationToken ct
    ) => Body(await forget.RunAsync(botId, ct));

    private static Results<Ok<KeptAnswersBody>, ProblemResult> Body(Core.Outcomes.Outcome<int> outcome) =>
        outcome.Succeeded ? TypedResults.Ok(new KeptAnswersBody(outcome.Value)) : new ProblemResult(outcome.Problems);
}

/// <param name="Count">How many answers.</param>
public sealed record KeptAnswersBody(int Count);
