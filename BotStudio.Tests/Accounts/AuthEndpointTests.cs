using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using BotStudio.Tests.Support;
using BotStudio.Web.Accounts;

namespace BotStudio.Tests.Accounts;

public sealed class AuthEndpointTests(App app) : IClassFixture<App>
{
    private static readonly string[] OpenToAnybody =
    [
        "/api/v1/auth/register",
        "/api/v1/auth/login",
        "/api/v1/auth/login/two-factor",
        "/api/v1/auth/refresh",
        "/api/v1/auth/logout",
        "/api/v1/auth/forgot-password",
        "/api/v1/auth/reset-password",
        "/api/v1/auth/confirm-email",
        "/api/v1/auth/email/confirm",
    ];

    [Fact]
    public async Task Registering_answers_with_tokens_and_ids_and_me_tells_who_that_is()
    {
        using var client = app.NewVisitor();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("pl");
        var email = SignUps.NewEmail();

        using var answer = await client.PostAsJsonAsync(
            "/api/v1/auth/register",
            new
            {
                email,
                password = SignUps.Password,
                displayName = "Ola",
            }
        );

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("/api/v1/auth/me", answer.Headers.Location?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(
            ["accessToken", "refreshToken", "tokenType", "expiresIn", "userId", "accountId"],
            body.Select(property => property.Key)
        );
        Assert.Equal(("Bearer", 900), ((string?)body["tokenType"], (int?)body["expiresIn"]));

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)body["accessToken"]);
        var me = await client.GetFromJsonAsync<JsonObject>("/api/v1/auth/me");
        Assert.Equal(
            $$$"""{"user":{"id":"{{{body["userId"]}}}","email":"{{{email}}}","isEmailConfirmed":false,"displayName":"Ola","language":"pl","timeZone":null,"isPlatformAdmin":false},"account":{"id":"{{{body["accountId"]}}}","name":"Ola"},"role":"owner"}""",
            me!.ToJsonString()
        );
    }

    [Fact]
    public async Task Logging_in_answers_with_tokens()
    {
        using var registered = await app.NewProgramAsync();
        using var client = app.NewVisitor();

        using var answer = await client.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { email = registered.Email.ToUpperInvariant(), password = SignUps.Password }
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var tokens = (await answer.Content.ReadFromJsonAsync<IssuedTokens>())!;
        Assert.Equal(HttpStatusCode.OK, await StatusOfMe(tokens.AccessToken));
    }

    [Theory]
    [InlineData("/api/v1/auth/login", """{"email":"nobody@example.com","password":"wrong wrong wrong"}""", 401, "accounts.sign_in_failed")]
    [InlineData("/api/v1/auth/login", "{}", 401, "accounts.sign_in_failed")]
    [InlineData("/api/v1/auth/login", "", 400, "invalid_request")]
    [InlineData("/api/v1/auth/login", "null", 400, "invalid_request")]
    [InlineData("/api/v1/auth/login", "{", 400, "invalid_request")]
    [InlineData("/api/v1/auth/login", """{"email":7}""", 400, "invalid_request")]
    [InlineData("/api/v1/auth/register", """{"email":"nobody","password":"correct horse battery"}""", 422, "accounts.email_invalid")]
    [InlineData("/api/v1/auth/register", """{"email":"anna@example.com"}""", 422, "accounts.password_too_short")]
    [InlineData("/api/v1/auth/refresh", """{"refreshToken":"guess"}""", 401, "accounts.refresh_refused")]
    [InlineData("/api/v1/auth/refresh", "{}", 401, "accounts.refresh_refused")]
    [InlineData("/api/v1/auth/logout", "", 401, "unauthorized")]
    public async Task A_refusal_is_a_problem_document_with_a_code(string path, string body, int status, string code)
    {
        using var client = app.NewVisitor();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync(path, content);

        await AssertProblem(answer, (HttpStatusCode)status, code);
    }

    [Fact]
    public async Task What_no_endpoint_takes_is_a_problem_too()
    {
        using var program = await app.NewProgramAsync();
        using var text = new StringContent("hello");

        using var unknown = await program.Client.GetAsync("/api/v1/nothing");
        using var method = await program.Client.PostAsync("/api/v1/auth/me", content: null);
        using var media = await program.Client.PostAsync("/api/v1/auth/login", text);

        await AssertProblem(unknown, HttpStatusCode.NotFound, "not_found");
        await AssertProblem(method, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        await AssertProblem(media, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("en", "E-mail address and password do not match. Check both and try again.")]
    [InlineData("uk-UA,uk;q=0.9", "Адреса й пароль не збігаються. Перевірте їх і спробуйте ще раз.")]
    [InlineData("fr", "E-mail address and password do not match. Check both and try again.")]
    public async Task Its_words_follow_the_language_that_is_asked_for(string languages, string title)
    {
        using var client = app.NewVisitor();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(languages);

        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = "nobody@example.com", password = "x" });

        Assert.Equal(title, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["title"]);
    }

    [Fact]
    public async Task A_taken_address_is_named_with_its_place()
    {
        using var registered = await app.NewProgramAsync();

        using var answer = await registered.Client.PostAsJsonAsync(
            "/api/v1/auth/register",
            new { email = registered.Email, password = SignUps.Password }
        );

        var problem = await AssertProblem(answer, HttpStatusCode.Conflict, "accounts.email_taken");
        Assert.Equal("/email", (string?)problem["errors"]![0]!["place"]);
    }

    [Fact]
    public async Task Refreshing_gives_new_tokens_and_the_old_refresh_token_ends_the_login()
    {
        using var program = await app.NewProgramAsync();
        var refreshToken = program.Registered.RefreshToken;

        using var renewed = await program.Client.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken });
        var tokens = (await renewed.Content.ReadFromJsonAsync<IssuedTokens>())!;
        Assert.Equal(HttpStatusCode.OK, await StatusOfMe(tokens.AccessToken));

        using var again = await program.Client.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken });
        await AssertProblem(again, HttpStatusCode.Unauthorized, "accounts.refresh_refused");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfMe(tokens.AccessToken));
    }

    [Fact]
    public async Task Logging_out_by_access_token_or_by_refresh_token_ends_both()
    {
        using var byAccess = await app.NewProgramAsync();
        using var byRefresh = await app.NewProgramAsync();

        using var first = await byAccess.Client.PostAsync("/api/v1/auth/logout", content: null);
        using var second = await app.NewVisitor()
            .PostAsJsonAsync("/api/v1/auth/logout", new { refreshToken = byRefresh.Registered.RefreshToken });

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        foreach (var program in new[] { byAccess, byRefresh })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfMe(program.Registered.AccessToken));
            using var refresh = await program.Client.PostAsJsonAsync(
                "/api/v1/auth/refresh",
                new { refreshToken = program.Registered.RefreshToken }
            );
            Assert.Equal(HttpStatusCode.Unauthorized, refresh.StatusCode);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer guess")]
    [InlineData("Basic YW5uYTphbm5h")]
    public async Task Without_a_good_token_the_answer_is_401_and_never_a_page(string? authorization)
    {
        using var client = app.NewVisitor();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.GetAsync("/api/v1/auth/me");

        await AssertProblem(answer, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_browser_s_cookie_opens_pages_but_never_the_api()
    {
        using var person = await app.NewPersonAsync();

        using var page = await person.Client.GetAsync("/app/bots");
        using var api = await person.Client.GetAsync("/api/v1/auth/me");
        using var bots = await person.Client.GetAsync("/api/v1/bots");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (api.StatusCode, bots.StatusCode));
    }

    [Fact]
    public async Task A_token_opens_the_api_but_no_page()
    {
        using var program = await app.NewProgramAsync();

        using var page = await program.Client.GetAsync("/app/bots");

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task A_token_counts_even_beside_the_cookie_of_somebody_else()
    {
        using var person = await app.NewPersonAsync();
        using var program = await app.NewProgramAsync();
        person.Client.DefaultRequestHeaders.Authorization = program.Client.DefaultRequestHeaders.Authorization;

        var me = await person.Client.GetFromJsonAsync<Me>("/api/v1/auth/me", ApiJson.Options);

        Assert.Equal(program.Email, me!.User.Email);
    }

    [Fact]
    public async Task Guessing_at_one_address_is_slowed_down_whoever_guesses()
    {
        var email = SignUps.NewEmail();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 12 && refused is null; i++)
        {
            var answer = await app.NewVisitor().PostAsJsonAsync("/api/v1/auth/login", new { email, password = $"guess number {i}" });
            refused = answer.Headers.RetryAfter is not null ? answer : null;
        }

        await AssertProblem(refused!, HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.InRange(refused!.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task One_visitor_is_slowed_down_whatever_address_is_guessed_at_and_others_are_not()
    {
        using var visitor = app.NewVisitor();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 22 && refused is null; i++)
        {
            var answer = await visitor.PostAsJsonAsync("/api/v1/auth/login", new { email = $"target{i}@example.com", password = "guess" });
            refused = answer.StatusCode == HttpStatusCode.TooManyRequests ? answer : null;
        }

        await AssertProblem(refused!, HttpStatusCode.TooManyRequests, "too_many_requests");
        using var other = await app.NewVisitor().PostAsJsonAsync("/api/v1/auth/login", new { email = "a@example.com", password = "guess" });
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task The_api_is_described_with_its_security_and_every_operation_with_its_refusals()
    {
        using var client = app.NewVisitor();
        var document = (await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;

        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["Bearer"]!["scheme"]);
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            Assert.StartsWith("/api/v1/", path, StringComparison.Ordinal);
            foreach (var (method, operation) in operations!.AsObject().Where(operation => operation.Key is not "parameters"))
            {
                Assert.True(operation!["summary"] is not null, $"{method} {path} has no summary");
                Assert.True(operation["responses"]!["4XX"] is not null, $"{method} {path} does not say how it refuses");
                Assert.True(
                    OpenToAnybody.Contains(path) == operation["security"] is null,
                    $"{method} {path} is wrong about needing a token"
                );
            }
        }
    }

    private async Task<HttpStatusCode> StatusOfMe(string accessToken)
    {
        using var client = app.NewVisitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var answer = await client.GetAsync("/api/v1/auth/me");
        return answer.StatusCode;
    }

    private static async Task<JsonObject> AssertProblem(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((code, (int)status), ((string?)problem["code"], (int?)problem["status"]));
        Assert.False(string.IsNullOrWhiteSpace((string?)problem["title"]));
        Assert.NotNull(problem["traceId"]);
        return problem;
    }
}
