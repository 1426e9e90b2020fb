using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>A request as the provider sees it.</summary>
public sealed record AiRequest(string? Authorization, JsonElement Body)
{
    public string Model => Body.GetProperty("model").GetString()!;

    public bool IsStream => Body.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    public IReadOnlyList<(string Role, string Text)> Messages =>
        [.. Body.GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("role").GetString()!, TextOf(message)))];

    public string LastUserText => Messages.LastOrDefault(message => message.Role == "user").Text ?? "";

    public bool Has(string property) => Body.TryGetProperty(property, out _);

    public double Number(string property) => Body.GetProperty(property).GetDouble();

    public static async Task<AiRequest> ReadAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        return new AiRequest(request.Headers.Authorization, body.RootElement.Clone());
    }

    /// <summary>Content is a text, a list of parts, or nothing beside a tool call.</summary>
    private static string TextOf(JsonElement message) =>
        !message.TryGetProperty("content", out var content) || content.ValueKind is JsonValueKind.Null ? ""
        : content.ValueKind is JsonValueKind.String ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
}
