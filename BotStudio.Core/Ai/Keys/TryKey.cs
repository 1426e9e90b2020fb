using System.Buffers;
using System.Text.Json;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Ai.Keys;

/// <summary>Asks a provider something that costs nothing, to see whether it takes a key.</summary>
/// <returns>
/// The models it lists, which may be none; <c>ai.key_not_accepted</c>; <c>ai.provider_busy</c>; <c>ai.provider_trouble</c>;
/// <c>ai.not_a_provider</c> when something else answers there; a problem of the way there (<c>outbound.…</c>).
/// </returns>
public sealed class TryKey(IHttpClientFactory http, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>OpenRouter lists hundreds of models with a page of text each.</summary>
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private const int MaxModelName = 100;

    public async Task<Outcome<IReadOnlyList<string>>> AskAsync(AiProvider provider, AiEndpoint endpoint, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            using var client = http.CreateClient(AiConnections.OwnersHttp);
            using var request = provider.Check(endpoint);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (int)response.StatusCode switch
            {
                200 => Read(await BodyAsync(response, either.Token)),
                401 or 403 => new Problem("ai.key_not_accepted", provider.Name),
                // Gateways there are that answer questions and list no models.
                404 or 405 or 501 when provider.BaseUrl is null => Outcome.Of<IReadOnlyList<string>>([]),
                429 => new Problem("ai.provider_busy", provider.Name),
                >= 500 and var status => new Problem("ai.provider_trouble", provider.Name, status),
                _ => new Problem("ai.not_a_provider"),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Problem("outbound.timed_out", (int)Limit.TotalSeconds);
        }
        catch (Exception e) when (OutboundHttp.ProblemOf(e) is { } problem)
        {
            return problem;
        }
    }

    private static async Task<byte[]?> BodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, ct)) > 0)
            {
                if (body.Length + read > MaxAnswerBytes)
                {
                    return null;
                }

                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Outcome<IReadOnlyList<string>> Read(byte[]? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? []);
            if (json.RootElement.ValueKind is not JsonValueKind.Object || !json.RootElement.TryGetProperty("data", out var data))
            {
                return new Problem("ai.not_a_provider");
            }

            return data.ValueKind is JsonValueKind.Array
                ? data.EnumerateArray().Select(NameOf).OfType<string>().Order(StringComparer.OrdinalIgnoreCase).ToList()
                : new List<string>();
        }
        catch (JsonException)
        {
            return new Problem("ai.not_a_provider");
        }
    }

    private static string? NameOf(JsonElement model) =>
        model.ValueKind is JsonValueKind.Object
        && model.TryGetProperty("id", out var id)
        && id.ValueKind is JsonValueKind.String
        && id.GetString() is { Length: > 0 and <= MaxModelName } name
            ? name
            : null;
}
