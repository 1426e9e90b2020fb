using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;

namespace BotStudio.Core.Ai.Providers;

/// <summary>Says in the product's words why an OpenAI-compatible provider did not answer (platform.openai.com/docs/guides/error-codes).</summary>
internal static class OpenAiFault
{
    public static AiProviderException From(ClientResultException exception, TimeProvider clock)
    {
        var response = exception.GetRawResponse();
        var providerCode = ProviderCode(response);
        var (code, isPassing) = (exception.Status, providerCode) switch
        {
            (0, _) => ("ai.unreachable", true),
            (_, "insufficient_quota") or (402, _) => ("ai.quota", false),
            (_, "context_length_exceeded") or (413, _) => ("ai.prompt_too_long", false),
            (_, "model_not_found") or (404, _) => ("ai.model_unknown", false),
            (401 or 403, _) => ("ai.key_refused", false),
            (408 or 409 or 429 or >= 500, _) => ("ai.overloaded", true),
            (< 400, _) => ("ai.unreachable", false),
            _ => ("ai.refused", false),
        };

        return new AiProviderException(code, isPassing, exception.Status, providerCode, RetryAfter(response, clock));
    }

    /// <summary>No connection, a connection that broke, or an answer that is not a chat completion.</summary>
    public static AiProviderException Unreachable(Exception exception) => new("ai.unreachable", isPassing: true, inner: exception);

    /// <summary><c>error.code</c>, else <c>error.type</c>. Only words of a machine are let through, because it is logged.</summary>
    private static string? ProviderCode(PipelineResponse? response)
    {
        try
        {
            using var body = JsonDocument.Parse(response?.Content ?? BinaryData.Empty);
            if (body.RootElement.ValueKind is not JsonValueKind.Object || !body.RootElement.TryGetProperty("error", out var error))
            {
                return null;
            }

            return error.ValueKind is JsonValueKind.Object ? Word(error, "code") ?? Word(error, "type") : null;
        }
        catch (JsonException)
        {
            // A proxy's page or nothing at all: the status has to do.
            return null;
        }
    }

    private static string? Word(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= 64 } word
        && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? word
            : null;

    /// <summary>OpenAI's own header in milliseconds, else seconds or a date (RFC 9110, 10.2.3).</summary>
    private static TimeSpan? RetryAfter(PipelineResponse? response, TimeProvider clock)
    {
        if (response is null)
        {
            return null;
        }

        if (Number(response, "retry-after-ms") is { } milliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (Number(response, "retry-after") is { } seconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return
            response.Headers.TryGetValue("retry-after", out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && date - clock.GetUtcNow() is var pause
            && pause > TimeSpan.Zero
            ? pause
            : null;
    }

    private static double? Number(PipelineResponse response, string header) =>
        response.Headers.TryGetValue(header, out var text)
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number is >= 0 and < 86_400_000
            ? number
            : null;
}
