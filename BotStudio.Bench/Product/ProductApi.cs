using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BotStudio.Bench.Product;

/// <summary>Makes bots the way a customer's program does: over the product's HTTP API.</summary>
internal sealed class ProductApi(Uri product) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(product, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };

    public async Task SignUpAsync(CancellationToken ct)
    {
        var session = await SendAsync(
            HttpMethod.Post,
            "auth/register",
            new JsonObject { ["email"] = "owner@bench.example", ["password"] = "correct horse battery staple" },
            ct
        );
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)session["accessToken"]);
    }

    /// <summary>Makes a bot of a document, connects it to Telegram and publishes it.</summary>
    /// <returns>Its id.</returns>
    public async Task<Guid> MakeBotAsync(string name, JsonNode document, string token, CancellationToken ct)
    {
        var bot = await SendAsync(HttpMethod.Post, "bots", new JsonObject { ["name"] = name, ["document"] = document.DeepClone() }, ct);
        var id = Guid.Parse((string)bot["id"]!);
        await SendAsync(HttpMethod.Put, $"bots/{id}/telegram", new JsonObject { ["token"] = token }, ct);
        await SendAsync(HttpMethod.Post, $"bots/{id}/publish", new JsonObject(), ct);
        return id;
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        using var answer = await http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? text.Length == 0
                ? []
                : JsonSerializer.Deserialize<JsonObject>(text)!
            : throw new BenchException($"{method} {path} was answered with {(int)answer.StatusCode}: {text}");
    }
}
