using System.Text.Json;
using Anthropic.Exceptions;

namespace BotStudio.Core.Ai.Providers;

/// <summary>Says in the product's words why Anthropic did not answer (docs.claude.com/en/api/errors).</summary>
internal static class AnthropicFault
{
    public static AiProviderException From(Exception exception, RetryAfterHeader.Heard heard, TimeProvider clock)
    {
        var (status, type, message) = exception switch
        {
            AnthropicApiException refusal => ((int)refusal.StatusCode, TypeOf(refusal.ResponseBody), MessageOf(refusal.ResponseBody)),
            // A stream that ends with an event of the provider's own: it was overloaded.
            AnthropicSseException => (529, "stream_error", null),
            _ => (0, null, null),
        };
        var (code, isPassing) = (status, type) switch
        {
            (0, _) => ("ai.unreachable", true),
            (402, _) or (_, "billing_error") => ("ai.quota", false),
            (413, _) => ("ai.prompt_too_long", false),
            // Too low a balance and too long a prompt are both told by the message alone.
            (400, _) when Says(message, "credit balance") => ("ai.quota", false),
            (400, _) when Says(message, "prompt is too long") => ("ai.prompt_too_long", false),
            (404, _) => ("ai.model_unknown", false),
            (401 or 403, _) => ("ai.key_refused", false),
            (408 or 409 or 429 or >= 500, _) => ("ai.overloaded", true),
            (< 400, _) => ("ai.unreachable", false),
            _ => ("ai.refused", false),
        };
        return new AiProviderException(code, isPassing, status, type, RetryAfter(heard, clock), status == 0 ? exception : null);
    }

    private static bool Says(string? message, string words) => message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    private static string? TypeOf(string? body) =>
        Error(body, "type") is { Length: > 0 and <= 64 } type && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? type
            : null;

    private static string? MessageOf(string? body) => Error(body, "message");

    private static string? Error(string? body, string name)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body ?? "");
            return
                parsed.RootElement.ValueKind is JsonValueKind.Object
                && parsed.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind is JsonValueKind.Object
                && error.TryGetProperty(name, out var value)
                && value.ValueKind is JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            // A proxy's page: the status has to do.
            return null;
        }
    }

    private static TimeSpan? RetryAfter(RetryAfterHeader.Heard heard, TimeProvider clock) =>
        (heard.Value?.Delta ?? heard.Value?.Date - clock.GetUtcNow()) is { } pause && pause >= TimeSpan.Zero ? pause : null;
}
