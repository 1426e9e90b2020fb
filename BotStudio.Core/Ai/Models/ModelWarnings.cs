using System.Globalization;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Ai.Models;

/// <summary>What an owner would rather know of the models that a document names, although nothing of it keeps it from being published.</summary>
public static class ModelWarnings
{
    public const string ModelPlace = "/prompt/model";
    public const string SecondPlace = "/prompt/fallbackModel";

    /// <param name="find">What is known of a model; null for the account's standard one.</param>
    /// <returns>
    /// Each at its place: <c>ai.model_without_key</c>, <c>ai.model_not_known</c>, <c>ai.model_without_tools</c> (model, how many tools),
    /// <c>ai.second_is_first</c>, <c>ai.prompt_exceeds_model</c> for models that <see cref="DocumentCheck"/> does not look at: the standard one and the
    /// second one.
    /// </returns>
    public static async ValueTask<IReadOnlyList<Problem>> RunAsync(
        BotDocument document,
        Func<string?, CancellationToken, ValueTask<ModelFigures>> find,
        CancellationToken ct
    )
    {
        var found = new List<Problem>();
        var tools = ToolsOf(document);
        var prompt = document.Prompt;
        if (prompt.IsActive)
        {
            await AddAsync(prompt.Model, ModelPlace);
            if (prompt.FallbackModel is { } second)
            {
                await AddAsync(second, SecondPlace);
                if (second == ((await find(prompt.Model, ct)).Limits.Name))
                {
                    found.Add(new Problem("ai.second_is_first", second).At(SecondPlace));
                }
            }
        }

        for (var i = 0; i < document.Commands.Count; i++)
        {
            if (document.Commands[i] is { IsActive: true, Response: AiResponse { Model: { } model } })
            {
                await AddAsync(model, string.Create(CultureInfo.InvariantCulture, $"/commands/{i}/response/model"));
            }
        }

        return found;

        async ValueTask AddAsync(string? name, string place)
        {
            var figures = await find(name, ct);
            found.AddRange(Of(figures, tools).Select(problem => problem.At(place)));
            if (
                (name is null || place == SecondPlace)
                && PromptLimits.CheckPrompt(prompt.Text, figures.Limits, prompt.MaxOutputTokens) is { } tooLong
            )
            {
                found.Add(tooLong.At(name is null ? "/prompt/text" : place));
            }
        }
    }

    /// <summary>What is to be said of one model, wherever it is named.</summary>
    /// <param name="tools">How many the bot offers it.</param>
    public static IEnumerable<Problem> Of(ModelFigures figures, int tools)
    {
        if (!figures.HasKey)
        {
            yield return new Problem("ai.model_without_key", figures.Limits.Name);
        }
        else if (!figures.IsListed)
        {
            yield return new Problem("ai.model_not_known", figures.Limits.Name);
        }

        if (tools > 0 && !figures.Limits.CallsTools)
        {
            yield return new Problem("ai.model_without_tools", figures.Limits.Name, tools);
        }
    }

    /// <summary>How many tools a model is offered by a bot with this document.</summary>
    public static int ToolsOf(BotDocument document) => ToolBelt.Of(BotSnapshot.Compile(document, number: null)).Offered.Count;
}

/// <summary>All that an owner would rather know of a document before publishing it: of its texts and of the models that it names.</summary>
public sealed class ListWarnings(FindModel models, Accounts.CurrentAccount account)
{
    public async Task<IReadOnlyList<Problem>> RunAsync(BotDocument document, CancellationToken ct) =>
        [
            .. DocumentWarnings.Run(document),
            .. await ModelWarnings.RunAsync(document, (name, wait) => models.ForAsync(account.Id, name, wait), ct),
        ];
}
