using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace BotStudio.Tests.Support;

/// <summary>A program that has signed up and talks to the JSON API of the real product.</summary>
public sealed class ApiUser(HttpClient http, Guid accountId) : IDisposable
{
    public Guid AccountId => accountId;

    /// <summary>Makes a user with an account of their own.</summary>
    public static async Task<ApiUser> SignUpAsync(App app)
    {
        var http = app.NewVisitor();
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/auth/register",
            new
            {
                Email = $"{Guid.CreateVersion7():n}@example.com",
                Password = "correct horse battery",
                DisplayName = "Oksana",
            }
        );
        var user = await ReadAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, user?.ToJsonString());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user!["accessToken"]!.GetValue<string>());
        return new ApiUser(http, user["accountId"]!.GetValue<Guid>());
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ApiAnswer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiAnswer> PutAsync(string path, object? body, string? ifMatch = null) => SendAsync(HttpMethod.Put, path, body, ifMatch);

    public Task<ApiAnswer> PatchAsync(string path, object? body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <param name="body">Text is sent as it stands, what a function makes too, anything else as JSON.</param>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        string? ifMatch = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            Func<HttpContent> make => make(),
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request);
        return new ApiAnswer(
            answer.StatusCode,
            answer.Headers.Location?.ToString(),
            answer.Headers.ETag?.ToString(),
            answer.Content.Headers.ContentType?.MediaType,
            await ReadAsync(answer)
        );
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}

/// <param name="Body">The body as JSON; null when there is none.</param>
public sealed record ApiAnswer(HttpStatusCode Status, string? Location, string? ETag, string? ContentType, JsonNode? Body)
{
    /// <summary>A value by its path: <c>"document.commands.0.name"</c>.</summary>
    public JsonNode? this[string path] =>
        path.Split('.')
            .Aggregate(
                Body,
                (node, part) =>
                    node is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : node?[part]
            );

    public string? Code => Body is JsonObject ? Body["code"]?.GetValue<string>() : null;

    public void AssertIs(HttpStatusCode status, string? code = null)
    {
        Assert.True(Status == status && (code is null || Code == code), $"{(int)Status} {Body?.ToJsonString()}");
        if (code is not null)
        {
            Assert.Equal("application/problem+json", ContentType);
        }
    }
}
