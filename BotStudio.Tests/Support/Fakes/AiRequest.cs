using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>A request as the provider sees it, in either protocol.</summary>
public sealed record AiRequest(string Path, string? Authorization, JsonElement Body)
{
    /// <summary>Anthropic's messages instead of OpenAI's chat completions.</summary>
    public bool IsAnthropic => Path == AiServer.AnthropicPath;

    public string Model => Body.GetProperty("model").GetString()!;

    public bool IsStream => Body.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    /// <summary>Anthropic has the instructions beside the messages; here they come first all the same.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages =>
        [
            .. Body.TryGetProperty("system", out var system) ? [("system", TextOf(system))] : Array.Empty<(string, string)>(),
            .. Body.GetProperty("messages")
                .EnumerateArray()
                .Select(message =>
                    (message.GetProperty("role").GetString()!, message.TryGetProperty("content", out var content) ? TextOf(content) : "")
                ),
        ];

    public string LastUserText => Messages.LastOrDefault(message => message.Role == "user").Text ?? "";

    public bool Has(string property) => Body.TryGetProperty(property, out _);

    public double Number(string property) => Body.GetProperty(property).GetDouble();

    public static async Task<AiRequest> ReadAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        return new AiRequest(request.Path, request.Headers.Authorization, body.RootElement.Clone());
    }

    /// <summary>Content is a text, a list of parts, or nothing beside a tool call.</summary>
    private static string TextOf(JsonElement content) =>
        content.ValueKind is JsonValueKind.Null ? ""
        : content.ValueKind is JsonValueKind.String ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : ""));
}
