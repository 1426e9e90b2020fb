using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Ai.Tools;

/// <summary>Runs the calls of one turn, one after the other, and gathers what they do. Nothing is written before the turn is.</summary>
internal sealed class ToolWork(ToolTurn turn, AiCaller caller, ToolBelt belt, CallTool callTool, TimeProvider clock)
{
    /// <summary>Of one round; a model that wants more at once has lost its way.</summary>
    private const int MostCalls = 10;

    private readonly List<AiRound> rounds = [];
    private readonly List<ToolCallMade> made = [];
    private readonly List<SaidByTool> said = [];
    private readonly List<TurnEffect> effects = [];
    private readonly List<(string Tool, string Host, Problem? Trouble)> servers = [];
    private readonly Dictionary<string, int> repeats = [];
    private readonly HashSet<string> corrected = [];
    private TurnContext context = turn.Context;
    private ConversationState? state;
    private AskedTurnPart? ask;
    private bool hasLedOn;
    private bool movedOn;

    public IReadOnlyList<AiRound> Rounds => rounds;

    /// <summary>The conversation goes on elsewhere, and all that was called has worked: more words of the model are not needed.</summary>
    public bool IsDone { get; private set; }

    /// <summary>False once the model has called what there is not, twice.</summary>
    public bool MayGoOn { get; private set; } = true;

    public async Task RunAsync(AiAnswer.Calls answer, CancellationToken ct)
    {
        var results = new List<string>(answer.Wanted.Count);
        var before = made.Count;
        foreach (var call in answer.Wanted)
        {
            results.Add(await RunAsync(call, isTooMany: results.Count >= MostCalls, ct));
        }

        rounds.Add(new AiRound(answer.Said, answer.Wanted, results));
        IsDone = hasLedOn && made.Skip(before).All(call => call.Problem is null);
    }

    public ToolAnswer Finish(AiAnswer answer, IReadOnlyList<AiAnswer.Calls> answers) =>
        new(answer)
        {
            Rounds = answers,
            Calls = made.Count == 0 ? null : made,
            Said = said,
            Effects = effects,
            State = state,
            Ask = ask,
            MovedOn = movedOn,
            Servers = servers,
        };

    private async Task<string> RunAsync(AiToolCall call, bool isTooMany, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var result =
            isTooMany ? ToolCallResult.Failed(new Problem("tools.too_many_calls"), "Too many calls at once. Answer with what you know.")
            : belt.Find(call.Name) is { } tool ? await RunAsync(tool, call, ct)
            : Unknown(call.Name);
        made.Add(
            new ToolCallMade(
                StoredText.Cut(StoredText.Clean(call.Name), ToolCallMade.MaxNameLength),
                StoredText.Cut(StoredText.Clean(call.Arguments), ToolCallMade.MaxArgumentsLength),
                StoredText.Cut(StoredText.Clean(result.Told), ToolCallMade.MaxResultLength),
                (int)clock.GetElapsedTime(started).TotalMilliseconds
            )
            {
                Problem = result.Problem?.Code,
                ProblemDetail = result.Problem?.Args is [var detail, ..] ? $"{detail}" : null,
                Status = (result.Http as Outbound.OutboundAnswer.Answered)?.Status,
                IsSample = result.IsSample ? true : null,
            }
        );
        return result.Told;
    }

    private ToolCallResult Unknown(string name)
    {
        MayGoOn = corrected.Add("");
        return ToolCallResult.Failed(
            new Problem("tools.unknown_tool", StoredText.Cut(StoredText.Clean(name), ToolCallMade.MaxNameLength)),
            "There is no such tool. Call one of those you have, or answer with what you know."
        );
    }

    private async Task<ToolCallResult> RunAsync(ToolOnBelt tool, AiToolCall call, CancellationToken ct)
    {
        var arguments = ToolArguments.Read(call.Arguments, tool.Parameters);
        if (!arguments.AreRight)
        {
            return Wrong(tool, string.Join(' ', arguments.Mistakes));
        }

        return tool.BuiltIn is { } builtIn ? Run(builtIn, tool.Use, arguments) : await CallAsync(tool.Http!, arguments.Values, ct);
    }

    /// <summary>Goes back to the model once; a model that does not learn from it would go on until its rounds are over.</summary>
    private ToolCallResult Wrong(ToolOnBelt tool, string mistakes)
    {
        var isFirst = corrected.Add(tool.Name);
        MayGoOn &= isFirst;
        return ToolCallResult.Failed(
            new Problem("tools.wrong_arguments", mistakes),
            isFirst
                ? $"{mistakes} Nothing was done. Correct the arguments and call the tool once more, or ask the contact for what is missing."
                : $"{mistakes} Nothing was done. Answer without the tool."
        );
    }

    private ToolCallResult Run(BuiltInTool tool, BuiltInUse use, ReadArguments arguments)
    {
        if (tool.LeadsOn && hasLedOn)
        {
            return ToolCallResult.Failed(
                new Problem("tools.once_a_turn"),
                "Something was begun in this answer already. Answer with what you know."
            );
        }

        var outcome = tool.Run(context, use, arguments);
        if (outcome.Problem is null && outcome.Then is { } then)
        {
            hasLedOn |= tool.LeadsOn;
            Take(then, outcome.Message);
        }

        return new ToolCallResult(outcome.Told) { Problem = outcome.Problem };
    }

    private void Take(Reply then, IncomingMessage? about)
    {
        said.AddRange(then.Messages.Select(message => new SaidByTool(message, then.Reason)));
        effects.AddRange(then.Effects);
        state = then.State ?? state;
        ask = then.Ask is { } question ? new AskedTurnPart(question, about ?? context.Message, then.Reason) : ask;
        movedOn |= then.State is not null || about is not null;
        context = context.After(then);
    }

    private async Task<ToolCallResult> CallAsync(HttpTool tool, JsonObject arguments, CancellationToken ct)
    {
        if (turn.Servers == ServerCalls.None)
        {
            return new ToolCallResult(
                ToolTexts.Write(
                    new JsonObject
                    {
                        ["sample"] = true,
                        ["note"] =
                            "This is a trial, and the tool was not called. Go on as if it had worked; make up no data and say that this is a trial.",
                    }
                )
            )
            {
                IsSample = true,
            };
        }

        turn.BeforeServer?.Invoke();

        var origin = new ToolOrigin(caller.AccountId, caller.BotId, CallId(tool, arguments), ValuesOf())
        {
            IsTest = turn.Servers == ServerCalls.Trial,
        };
        var result = await callTool.RunAsync(tool, arguments, origin, ct);
        servers.Add((tool.Name, ToolAddress.Read(tool.Url)?.Host ?? "…", IsOwnersBusiness(result) ? result.Problem : null));
        return result;
    }

    /// <summary>
    /// The same for the same call of the same turn, also when the turn is begun anew after a crash, whatever else the model calls then: made of
    /// the turn, the tool and the arguments, and of how often just this was called.
    /// </summary>
    private Guid CallId(HttpTool tool, JsonObject arguments)
    {
        var call = $"{caller.TurnId} {tool.Id} {arguments.ToJsonString()}";
        var repeat = repeats[call] = repeats.GetValueOrDefault(call) + 1;
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{call} {repeat}")).AsSpan(0, 16), bigEndian: true);
    }

    private TemplateValues ValuesOf()
    {
        var fields = new Dictionary<string, string>(context.Values.ContactFields)
        {
            ["id"] = turn.ContactId?.ToString() ?? "",
            ["external_id"] = context.Message.From.ExternalId,
            ["conversation_id"] = turn.ConversationId?.ToString() ?? "",
        };
        return context.Values with { ContactFields = fields };
    }

    /// <summary>Not what the arguments were to blame for, or the contact: an order that there is not.</summary>
    private static bool IsOwnersBusiness(ToolCallResult result) =>
        result.Problem is not null
        && result.Http is not Outbound.OutboundAnswer.Answered { Status: 400 or 404 or 409 or 410 or 422 }
        && result.Problem.Code != "tools.bad_url_value";
}
