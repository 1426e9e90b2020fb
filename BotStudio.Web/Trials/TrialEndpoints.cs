using BotStudio.Core.Accounts;
using BotStudio.Core.Bots.PromptLibrary;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Trials;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using BotStudio.Web.Trials.Replays;
using BotStudio.Web.Trials.Tests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Trials;

/// <summary><c>/api/v1/prompt-library</c> and <c>/api/v1/bots/{botId}/try</c>: beginning a prompt, and trying it out before contacts meet it.</summary>
public static class TrialEndpoints
{
    public static void MapTrials(this RouteGroupBuilder api)
    {
        api.MapGet("/prompt-library", ListStarters)
            .Requires(Permission.ViewBots)
            .WithTags("Prompts")
            .WithSummary("List prompts to begin with")
            .WithDescription("In every language of the product; what only the owner knows stands in square brackets.");
        var bot = api.MapGroup("/bots/{botId:guid}").WithTags("Prompts").Requires(Permission.ViewBots);
        bot.MapPost("/try", TryAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Ask the draft, the live version, another model")
            .WithDescription(
                "Up to 10 messages, each asked of up to 5 contestants: the saved draft, the live version, either with another model. The answer has them all, with "
                    + "tokens, time and cost. Nobody hears of it, tools are noted and not run; what it costs is counted as a test."
            )
            .WithExample(
                """{"messages":["Are you open on Sundays?"],"contestants":[{"target":"draft"},{"target":"live"},{"target":"draft","model":"gpt-4o"}]}"""
            );
        bot.MapTests();
        bot.MapReplays();
    }

    private static Ok<IReadOnlyList<PromptStarter>> ListStarters() => TypedResults.Ok(PromptStarters.All);

    private static async Task<Results<Ok<IReadOnlyList<TriedBody>>, ProblemResult>> TryAsync(
        Guid botId,
        TryInput input,
        TryMessages messages,
        CancellationToken ct
    )
    {
        var wish = new TrialWish(
            [.. (input.Messages ?? []).Select(message => message ?? "")],
            [.. (input.Contestants ?? [new Contestant(TrialTarget.Draft)]).OfType<Contestant>()],
            input.Language,
            input.AsOneConversation,
            input.ContactName ?? "Alex"
        );
        var prepared = await messages.RunAsync(botId, wish, document: null, ct);
        if (prepared.Value is not { } trial)
        {
            return new ProblemResult(prepared.Problems);
        }

        var answers = new List<TriedBody>();
        await foreach (var answer in messages.AnswerAsync(trial, ct))
        {
            answers.Add(TriedBody.Of(answer));
        }

        return TypedResults.Ok<IReadOnlyList<TriedBody>>([
            .. answers.OrderBy(answer => answer.Message).ThenBy(answer => answer.Contestant),
        ]);
    }
}

/// <param name="Messages">1 to 10, each asked of every contestant.</param>
/// <param name="Contestants">The draft when left out.</param>
/// <param name="Language">Of the contact; the bot's main one when left out.</param>
/// <param name="AsOneConversation">Each message follows the one before; otherwise each begins a conversation of its own.</param>
/// <param name="ContactName">Who writes: `{{contact.first_name}}`.</param>
public sealed record TryInput(
    IReadOnlyList<string?>? Messages,
    IReadOnlyList<Contestant?>? Contestants,
    string? Language,
    bool AsOneConversation,
    string? ContactName
);

/// <param name="Message">Which of the messages, from 0.</param>
/// <param name="Contestant">Which of the contestants, from 0.</param>
/// <param name="Text">What the bot would say; empty for nothing.</param>
/// <param name="Step">What answers: ai, command, form, fallback…</param>
/// <param name="Command">Name of the command that answers; null when none does.</param>
/// <param name="Calls">What the model called; nothing of it was run.</param>
/// <param name="Problem">Code of why no model answered; null when one did, or was not asked.</param>
/// <param name="Cost">US dollars; null when nobody knows.</param>
public sealed record TriedBody(
    int Message,
    int Contestant,
    string Text,
    ReplyStep Step,
    string? Command,
    IReadOnlyList<RehearsedCall> Calls,
    string? Problem,
    string? Model,
    int TokensIn,
    int TokensOut,
    decimal? Cost,
    int TookMs
)
{
    internal static TriedBody Of(TrialAnswer tried) =>
        new(
            tried.Message,
            tried.Contestant,
            tried.Answer.Text,
            tried.Answer.Step,
            tried.Answer.Command,
            tried.Answer.Calls,
            tried.Answer.Problem,
            tried.Answer.Model,
            tried.Answer.TokensIn,
            tried.Answer.TokensOut,
            tried.Answer.Cost,
            (int)tried.Answer.Took.TotalMilliseconds
        );
}
