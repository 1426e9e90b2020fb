using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using BotStudio.Web.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Ai;

/// <summary><c>/api/v1/ai</c>: providers, keys and models; <c>/api/v1/admin/models</c>: the platform's list of them.</summary>
public static class AiEndpoints
{
    public static void MapAi(this RouteGroupBuilder api)
    {
        var ai = api.MapGroup("/ai").WithTags("AI").Requires(Permission.ViewBots);
        ai.MapGet("/providers", Providers)
            .WithSummary("List AI providers")
            .WithDescription("The kinds of providers that a key can be for.");
        ai.MapGet("/models", OfferAsync)
            .WithSummary("List models")
            .WithDescription(
                "Those that can be asked with the account's keys or the platform's. Prices are US dollars per million tokens."
            );
        ai.MapGet("/keys", ListAsync)
            .Requires(Permission.ViewUsage)
            .WithSummary("List keys of your own")
            .WithDescription("Of a key only the last four characters are ever shown.");
        ai.MapPost("/keys", SetAsync)
            .Requires(Permission.ManageAi)
            .WithSummary("Add or replace a key")
            .WithDescription("It is tried out first, with a request that costs nothing. A key in place with the same provider is replaced.")
            .WithExample("""{"provider":"anthropic","key":"sk-ant-api03-…","baseUrl":null}""");
        ai.MapPost("/keys/{keyId:guid}/check", CheckAsync)
            .Requires(Permission.ManageAi)
            .WithSummary("Try a key out")
            .WithDescription("One that was refused comes back into use when the provider takes it now.");
        ai.MapDelete("/keys/{keyId:guid}", RemoveAsync)
            .Requires(Permission.ManageAi)
            .WithSummary("Remove a key")
            .WithDescription("The account's bots ask with the platform's key again, where that has one.");
        ai.MapPut("/settings", ChooseAsync)
            .Requires(Permission.ManageAi)
            .WithSummary("Choose the standard model")
            .WithDescription("The model of bots whose prompt names none; null for the platform's.")
            .WithExample("""{"standardModel":"gpt-4.1-mini"}""");

        var admin = api.MapGroup("/admin/models")
            .WithTags("Platform")
            .RequireAuthorization(policy => policy.RequireRole(Navigation.AdminRole));
        admin
            .MapGet("", ListModelsAsync)
            .WithSummary("List the platform's models")
            .WithDescription("For platform admins. With all prices, past and to come, in US dollars per million tokens.");
        admin
            .MapPost("", AddModelAsync)
            .WithSummary("Add a model")
            .WithDescription(
                "For platform admins. A name stands for all models whose names begin with it and go on with a dash, dot or colon."
            )
            .WithExample(
                """{"provider":"openai","name":"gpt-4o-mini","contextTokens":128000,"maxOutputTokens":16384,"vocabulary":"o200k","takesTemperature":true,"seesImages":true,"callsTools":true,"isOffered":true,"price":{"input":0.15,"cachedInput":0.075,"output":0.60}}"""
            );
        admin
            .MapPut("/{modelId:guid}", SaveModelAsync)
            .WithSummary("Correct a model")
            .WithDescription(
                "For platform admins. Another price is valid from now on or from `priceValidFrom`; what was counted already stays."
            )
            .WithExample(
                """{"provider":"openai","name":"gpt-4o-mini","contextTokens":128000,"maxOutputTokens":16384,"vocabulary":"o200k","takesTemperature":true,"seesImages":true,"callsTools":true,"isOffered":true,"price":{"input":0.12,"cachedInput":0.06,"output":0.50},"priceValidFrom":"2027-01-01T00:00:00Z"}"""
            );
        admin.MapDelete("/{modelId:guid}", RemoveModelAsync).WithSummary("Remove a model").WithDescription("For platform admins.");
    }

    private static Ok<IReadOnlyList<ProviderRow>> Providers() =>
        TypedResults.Ok<IReadOnlyList<ProviderRow>>([
            .. AiProviders.All.Select(provider => new ProviderRow(
                provider.Key,
                provider.Name,
                provider.BaseUrl,
                provider.KeysPage,
                provider.NeedsKey
            )),
        ]);

    private static async Task<Ok<IReadOnlyList<OfferedModel>>> OfferAsync(OfferModels offer, CancellationToken ct) =>
        TypedResults.Ok(await offer.RunAsync(ct));

    private static async Task<Ok<AiAccess>> ListAsync(ListAiKeys list, CancellationToken ct) => TypedResults.Ok(await list.RunAsync(ct));

    private static async Task<Results<Ok<AiKeyRow>, ProblemResult>> SetAsync(AiKeyInput input, SetAiKey set, CancellationToken ct) =>
        (await set.RunAsync(input.Provider ?? "", input.Key ?? "", input.BaseUrl, ct)).ToOk();

    private static async Task<Results<Ok<AiKeyRow>, ProblemResult>> CheckAsync(Guid keyId, CheckAiKey check, CancellationToken ct) =>
        (await check.RunAsync(keyId, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(Guid keyId, RemoveAiKey remove, CancellationToken ct) =>
        (await remove.RunAsync(keyId, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> ChooseAsync(
        AiSettingsInput input,
        ChooseStandardModel choose,
        CancellationToken ct
    ) => (await choose.RunAsync(input.StandardModel, ct)).ToNoContent();

    private static async Task<Ok<IReadOnlyList<ModelRow>>> ListModelsAsync(ListModels list, CancellationToken ct) =>
        TypedResults.Ok(await list.RunAsync(ct));

    private static async Task<Results<Ok<ModelRow>, ProblemResult>> AddModelAsync(ModelInput input, SaveModel save, CancellationToken ct) =>
        (await save.RunAsync(null, input, ct)).ToOk();

    private static async Task<Results<Ok<ModelRow>, ProblemResult>> SaveModelAsync(
        Guid modelId,
        ModelInput input,
        SaveModel save,
        CancellationToken ct
    ) => (await save.RunAsync(modelId, input, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> RemoveModelAsync(Guid modelId, RemoveModel remove, CancellationToken ct) =>
        (await remove.RunAsync(modelId, ct)).ToNoContent();
}

/// <param name="BaseUrl">Its usual address; null when every account has its own.</param>
/// <param name="KeysPage">Where its keys are made.</param>
/// <param name="NeedsKey">False for servers that ask nobody for one.</param>
public sealed record ProviderRow(string Key, string Name, Uri? BaseUrl, Uri? KeysPage, bool NeedsKey);

/// <param name="Provider">As <c>GET /ai/providers</c> lists it.</param>
/// <param name="Key">May be left out only where the provider needs none.</param>
/// <param name="BaseUrl">Up to and with the version, such as https://ai.example.com/v1; left out for the provider's usual address.</param>
public sealed record AiKeyInput(string? Provider, string? Key, string? BaseUrl)
{
    /// <summary>Keeps the key out of logs.</summary>
    public override string ToString() => nameof(AiKeyInput);
}

/// <param name="StandardModel">As it is written into a prompt; null for the platform's.</param>
public sealed record AiSettingsInput(string? StandardModel);
