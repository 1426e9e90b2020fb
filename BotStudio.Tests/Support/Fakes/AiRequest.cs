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

    /// <summary>Of the last message: media type and content of each picture.</summary>
    public IReadOnlyList<(string Type, byte[] Content)> Pictures => PicturesOf(Body.GetProperty("messages").EnumerateArray().Last());

    /// <summary>In all messages.</summary>
    public int PictureCount => Body.GetProperty("messages").EnumerateArray().Sum(message => PicturesOf(message).Count);

    public bool Has(string property) => Body.TryGetProperty(property, out _);

    public double Number(string property) => Body.GetProperty(property).GetDouble();

    public static async Task<AiRequest> ReadAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        return new AiRequest(request.Path, request.Headers.Authorization, body.RootElement.Clone());
    }

    /// <summary>OpenAI's <c>image_url</c> with a data address, Anthropic's <c>image</c> with a source.</summary>
    private static List<(string Type, byte[] Content)> PicturesOf(JsonElement message)
    {
        var found = new List<(string, byte[])>();
        if (!message.TryGetProperty("content", out var content) || content.ValueKind is not JsonValueKind.Array)
        {
            return found;
        }

        foreach (var part in content.EnumerateArray())
        {
            switch (part.GetProperty("type").GetString())
            {
                case "image_url":
                    var url = part.GetProperty("image_url").GetProperty("url").GetString()!;
                    var comma = url.IndexOf(',', StringComparison.Ordinal);
                    found.Add(
                        (url["data:".Length..url.IndexOf(';', StringComparison.Ordinal)], Convert.FromBase64String(url[(comma + 1)..]))
                    );
                    break;
                case "image":
                    var source = part.GetProperty("source");
                    found.Add((source.GetProperty("media_type").GetString()!, source.GetProperty("data").GetBytesFromBase64()));
                    break;
            }
        }

        return found;
    }

    /// <summary>Content is a text, a list of parts, or nothing beside a tool call.</summary>
    private static string TextOf(JsonElement content) =>
        content.ValueKind is JsonValueKind.Null ? ""
        : content.ValueKind is JsonValueKind.String ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : ""));
}
