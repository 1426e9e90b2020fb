using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Tools;
using BotStudio.Core.Webhooks;

namespace BotStudio.Core.Ai.Tools;

/// <summary>
/// Calls a tool of the owner's once and says what the model is told of it. Signed like everything that goes to owners' addresses; secrets go into
/// headers and come back to nobody.
/// </summary>
public sealed class CallTool(OutboundHttp http, ToolSecrets secrets, WebhookSecrets signing, TimeProvider clock)
{
    /// <summary>Of an answer; what is larger would not fit into a question to the model anyway.</summary>
    public const int MaxAnswerBytes = 32 * 1024;

    /// <summary>Characters of an answer that the model sees.</summary>
    private const int MostTold = 12_000;

    /// <summary>Characters of what a server says beside a refusal.</summary>
    private const int MostToldOfRefusal = 1_000;

    private const string Hidden = "•••";

    /// <summary>Refusals that say what is wrong with the arguments; the others are the owner's business.</summary>
    private static readonly int[] AboutArguments = [400, 404, 409, 410, 422];

    /// <param name="arguments">Checked against the tool's parameters.</param>
    public async Task<ToolCallResult> RunAsync(HttpTool tool, JsonObject arguments, ToolOrigin origin, CancellationToken ct)
    {
        var values = Filled(tool, arguments, origin);
        if (ToolAddress.Read(tool.Url) is not { } address)
        {
            return ToolCallResult.Failed(new Problem("tools.bad_url"), "The tool is not set up.");
        }

        var inAddress = address.Parameters.ToDictionary(name => name, name => TextOf(values[name]));
        if (address.Fill(inAddress) is not { } url)
        {
            var name = inAddress.FirstOrDefault(value => value.Value.Trim('.').Length == 0).Key ?? "";
            return ToolCallResult.Failed(new Problem("tools.bad_url_value", name), $"The value of \"{name}\" cannot be used.");
        }

        var opened = await secrets.OfAsync(origin.AccountId, origin.BotId, tool, ct);
        if (!opened.Succeeded)
        {
            return ToolCallResult.Failed(opened.Problem!, "The tool is not set up.");
        }

        foreach (var name in inAddress.Keys)
        {
            values.Remove(name);
        }

        var takesBody = tool.Method is not (HttpToolMethod.Get or HttpToolMethod.Delete);
        url = takesBody ? url : WithQuery(url, values);
        var body = takesBody ? values.ToJsonString(ToolTexts.Plain) : null;
        var answer = await SendAsync(tool, url, body, origin, opened.Value, ct);
        return Told(answer, tool, opened.Value.Values) with { Sent = Shown(tool, url, body) };
    }

    /// <summary>What the model filled in, and what the bot does by itself.</summary>
    private static JsonObject Filled(HttpTool tool, JsonObject arguments, ToolOrigin origin)
    {
        var values = new JsonObject();
        foreach (var parameter in tool.Parameters)
        {
            var value = parameter.Value is { } template
                ? Typed(parameter, TextTemplate.Compile(template).Render(origin.Values))
                : arguments[parameter.Name];
            if (value is not null)
            {
                values[parameter.Name] = value.DeepClone();
            }
        }

        return values;
    }

    private static JsonNode Typed(ToolParameter parameter, string text) =>
        parameter.Type switch
        {
            ToolParameterType.Number
            or ToolParameterType.Integer when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) =>
                number,
            ToolParameterType.Boolean when bool.TryParse(text, out var answer) => answer,
            ToolParameterType.StringList => new JsonArray(text),
            _ => text,
        };

    private async Task<OutboundAnswer> SendAsync(
        HttpTool tool,
        string url,
        string? body,
        ToolOrigin origin,
        IReadOnlyDictionary<string, string> opened,
        CancellationToken ct
    )
    {
        var bytes = Encoding.UTF8.GetBytes(body ?? "");
        var id = origin.CallId.ToString();
        var signers = await signing.OfAsync(origin.AccountId, origin.BotId, ct);
        var headers = WebhookSignature.Headers(id, clock.GetUtcNow(), bytes, signers);
        headers["Idempotency-Key"] = id;
        if (origin.IsTest)
        {
            headers["X-BotStudio-Test"] = "true";
        }

        foreach (var header in tool.Headers)
        {
            headers[header.Name] = header.IsSecret ? opened[header.Id] : header.Value;
        }

        return await http.SendAsync(
            new OutboundRequest(new HttpMethod(tool.Method.ToString().ToUpperInvariant()), url)
            {
                Json = body is null ? null : bytes,
                Headers = headers,
                Limit = TimeSpan.FromSeconds(Math.Clamp(tool.TimeLimitSeconds, 1, HttpTool.LongestTimeLimit)),
                MaxAnswerBytes = MaxAnswerBytes,
            },
            ct
        );
    }

    private static ToolCallResult Told(OutboundAnswer answer, HttpTool tool, IEnumerable<string> opened)
    {
        if (answer is OutboundAnswer.Answered answered)
        {
            var text = IsText(answered) ? Without(opened, answered.Text.Trim()) : null;
            return answered.IsSuccess
                ? text is null
                    ? ToolCallResult.Failed(new Problem("tools.not_text"), "The answer is not text.") with
                    {
                        Http = answer,
                    }
                    : new ToolCallResult(Success(answered.Status, text)) { Http = answer, Body = text }
                : new ToolCallResult(Refusal(answered.Status, text))
                {
                    Http = answer,
                    Body = text ?? "",
                    Problem = answer.Problem,
                };
        }

        var told = answer switch
        {
            OutboundAnswer.TimedOut => $"No answer came within {tool.TimeLimitSeconds} seconds.",
            OutboundAnswer.TooLarge => "The answer is too large.",
            _ => "The tool cannot be reached.",
        };
        return ToolCallResult.Failed(answer.Problem!, told) with { Http = answer };
    }

    private static string Success(int status, string text)
    {
        var isCut = text.Length > MostTold;
        var told = new JsonObject { ["status"] = status, ["data"] = isCut ? text[..MostTold] : JsonOr(text) };
        if (isCut)
        {
            told["cut"] = true;
        }

        told["note"] = ToolTexts.Outside;
        return ToolTexts.Write(told);
    }

    private static string Refusal(int status, string? text)
    {
        var told = new JsonObject { ["error"] = $"The tool answered with status {status}." };
        if (AboutArguments.Contains(status) && text is { Length: > 0 and <= MostToldOfRefusal } && JsonOr(text) is JsonObject said)
        {
            told["data"] = said;
            told["note"] = ToolTexts.Outside;
        }

        return ToolTexts.Write(told);
    }

    private static JsonNode? JsonOr(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static bool IsText(OutboundAnswer.Answered answer) =>
        answer.Body.Length == 0
        || answer.MediaType is null or "application/json" or "application/xml" or "application/x-ndjson"
        || answer.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || answer.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
        || answer.MediaType.EndsWith("+xml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Some servers say back what they were sent.</summary>
    private static string Without(IEnumerable<string> opened, string text)
    {
        foreach (
            var secret in opened
                .SelectMany(value => value.Split(' ').Append(value))
                .Where(part => part.Length >= 6)
                .OrderByDescending(part => part.Length)
        )
        {
            text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        }

        return text;
    }

    private static string WithQuery(string url, JsonObject values)
    {
        var query = new StringBuilder(url);
        var separator = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in values)
        {
            foreach (var item in value is JsonArray items ? items.ToArray() : [value])
            {
                query.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(TextOf(item)));
                separator = '&';
            }
        }

        return query.ToString();
    }

    private static string TextOf(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue(out string? written) ? written : value?.ToJsonString() ?? "";

    private static string Shown(HttpTool tool, string url, string? body)
    {
        var headers = tool.Headers.Select(header => $"{header.Name}: {(header.IsSecret ? Hidden : header.Value)}\n");
        return $"{tool.Method.ToString().ToUpperInvariant()} {url}\n{string.Concat(headers)}{(body is null ? "" : "\n" + body)}".TrimEnd();
    }
}

/// <summary>Of which turn a call is: whose bot, which contact. Nothing of it comes from the model.</summary>
/// <param name="CallId">The same when the call is made again after a crash; <c>webhook-id</c> and <c>Idempotency-Key</c>.</param>
/// <param name="Values">Of the contact, for parameters that the bot fills in.</param>
public sealed record ToolOrigin(Guid AccountId, Guid BotId, Guid CallId, TemplateValues Values)
{
    /// <summary>Somebody of the account tries it out; said to the server in <c>X-BotStudio-Test</c>.</summary>
    public bool IsTest { get; init; }
}

/// <summary>A call of an owner's server and what came of it.</summary>
/// <param name="Told">To the model.</param>
public sealed record ToolCallResult(string Told)
{
    /// <summary>Why it failed; null when it did not.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Null when nobody was called.</summary>
    public OutboundAnswer? Http { get; init; }

    /// <summary>What the server said, without secrets.</summary>
    public string Body { get; init; } = "";

    /// <summary>As it was sent, without secrets and signatures.</summary>
    public string Sent { get; init; } = "";

    /// <summary>In a trial: nobody was called.</summary>
    public bool IsSample { get; init; }

    public static ToolCallResult Failed(Problem problem, string told) => new(ToolTexts.Error(told)) { Problem = problem };
}
