using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Conversations;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Simulator;
using BotStudio.Core.Tools;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Prompts.Tools;

/// <summary>
/// <c>/api/v1/bots/{botId}/tools</c>: what is beside the document. The tools themselves are in the draft, under <c>prompt.tools</c>.
/// </summary>
public static class ToolEndpoints
{
    public static void MapTools(this RouteGroupBuilder api)
    {
        api.MapGet("/bots/{botId:guid}/tools", OfferAsync)
            .WithTags("AI tools")
            .Requires(Permission.ViewBots)
            .WithSummary("List what the model may call")
            .WithDescription(
                "The tools of the draft as the model sees them: those of the product that are switched on and have something to work with, and the "
                    + "account's own that are on. `parameters` is a JSON schema. They are made and changed in the draft, under `prompt.tools`."
            );
        var tools = api.MapGroup("/bots/{botId:guid}/tools").WithTags("AI tools").Requires(Permission.EditBots);
        tools
            .MapPost("/{tool}/test", TryAsync)
            .WithSummary("Call a tool to try it out")
            .WithDescription(
                "Calls the tool of the draft once, with these arguments; `tool` is its id or its name. The call is real and says that it is a test in "
                    + "`X-BotStudio-Test`. `told` is what the model would be told."
            )
            .WithExample("""{ "arguments": { "order": 117 } }""");
        tools
            .MapGet("/secrets", ListAsync)
            .WithSummary("List the secrets of headers")
            .WithDescription("Which headers of tools have their secret value, and for which host. The values are never given out.");
        tools
            .MapPut("/secrets/{header}", SetAsync)
            .WithSummary("Save the secret of a header")
            .WithDescription(
                "Keeps the value sealed beside the document, by the header's id. It is sent to the host of this address only: after the tool has got "
                    + "another one, give it again."
            )
            .WithExample("""{ "value": "Bearer …", "url": "https://api.example.com/orders" }""");
        tools.MapDelete("/secrets/{header}", RemoveAsync).WithSummary("Forget the secret of a header");
    }

    private static async Task<Results<Ok<IReadOnlyList<OfferedToolBody>>, ProblemResult>> OfferAsync(
        Guid botId,
        OpenDraft open,
        CancellationToken ct
    )
    {
        var draft = await open.RunAsync(botId, ct);
        if (!draft.Succeeded)
        {
            return new ProblemResult(draft.Problems);
        }

        var belt = ToolBelt.Of(BotSnapshot.Compile(draft.Value.Document, number: null));
        return TypedResults.Ok<IReadOnlyList<OfferedToolBody>>([
            .. belt.Offered.Select(tool => new OfferedToolBody(
                tool.Name,
                tool.Description,
                belt.Find(tool.Name)?.BuiltIn is not null,
                tool.Parameters
            )),
        ]);
    }

    private static async Task<Results<Ok<ToolTrialBody>, ProblemResult>> TryAsync(
        Guid botId,
        string tool,
        ToolTrialInput input,
        OpenDraft open,
        TryTool tryTool,
        ProblemTexts texts,
        CancellationToken ct
    )
    {
        var draft = await open.RunAsync(botId, ct);
        if (!draft.Succeeded)
        {
            return new ProblemResult(draft.Problems);
        }

        var document = draft.Value.Document;
        var tried = await tryTool.RunAsync(
            botId,
            document,
            tool,
            input.Arguments?.ToJsonString() ?? "",
            new Sender("1000001", "Test"),
            document.DefaultLanguage,
            ct
        );
        return tried.Succeeded ? TypedResults.Ok(ToolTrialBody.Of(tried.Value, texts)) : new ProblemResult(tried.Problems);
    }

    private static async Task<Results<Ok<IReadOnlyList<ToolSecretRow>>, ProblemResult>> ListAsync(
        Guid botId,
        ListToolSecrets list,
        CancellationToken ct
    ) => (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<ToolSecretRow>, ProblemResult>> SetAsync(
        Guid botId,
        string header,
        ToolSecretInput input,
        SetToolSecret set,
        CancellationToken ct
    ) => (await set.RunAsync(botId, header, input.Url ?? "", input.Value ?? "", ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(
        Guid botId,
        string header,
        RemoveToolSecret remove,
        CancellationToken ct
    ) => (await remove.RunAsync(botId, header, ct)).ToNoContent();
}

/// <param name="IsBuiltIn">One of the product's; else the account's own.</param>
/// <param name="Parameters">JSON schema of an object.</param>
public sealed record OfferedToolBody(string Name, string Description, bool IsBuiltIn, JsonElement Parameters);

/// <param name="Arguments">As the model would fill them in, by the parameters' names.</param>
public sealed record ToolTrialInput(JsonObject? Arguments);

/// <param name="Value">One line.</param>
/// <param name="Url">The tool's address.</param>
public sealed record ToolSecretInput(string? Value, string? Url);

/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Body">What the server said, without the tool's secrets.</param>
/// <param name="Told">What the model would be told.</param>
/// <param name="Sent">The request without secrets and signatures.</param>
/// <param name="Problem">Code of what went wrong; null when nothing did.</param>
/// <param name="Detail">The same in words.</param>
public sealed record ToolTrialBody(int? Status, int TookMs, string Body, JsonElement Told, string Sent, string? Problem, string? Detail)
{
    internal static ToolTrialBody Of(ToolTrial trial, ProblemTexts texts)
    {
        var call = trial.Call;
        return new ToolTrialBody(
            (call.Http as OutboundAnswer.Answered)?.Status,
            (int)(call.Http?.Took.TotalMilliseconds ?? 0),
            call.Body,
            JsonSerializer.Deserialize<JsonElement>(call.Told),
            call.Sent,
            call.Problem?.Code,
            call.Problem is { } problem ? texts.Of(problem) : null
        );
    }
}
