using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BotStudio.Tests.Support;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Hosting;

/// <summary>What holds for every page and route, found by itself, so that a new one is among them at once.</summary>
public sealed partial class WebSecurityTests(WebSecurityTests.OpenedApp app) : IClassFixture<WebSecurityTests.OpenedApp>
{
    private const string Partner = "https://app.example.com";

    /// <summary>Routes that change something without an antiforgery token, and why.</summary>
    private static readonly Dictionary<string, string> WithoutToken = new()
    {
        ["/telegram/{botId:guid}"] = "Telegram, by its secret",
        ["/account/external/{provider}/callback"] = "a provider's answer, tied to the browser by its state",
        ["/demo/messages"] = "a chat with the demo bot, which nobody signs in for",
        ["/en/contact"] = "a letter from anybody, on a page that is the same for all; the browser says whether it is ours (Sec-Fetch-Site)",
        ["/uk/contact"] = "the same",
        ["/ru/contact"] = "the same",
        ["/pl/contact"] = "the same",
        ["/de/contact"] = "the same",
    };

    [Fact]
    public async Task No_page_has_a_script_or_a_handler_in_it()
    {
        using var person = await app.NewPersonAsync();
        await app.ExecuteAsync($"update users set is_platform_admin = true where id = '{person.UserId}'");
        var wrong = new List<string>();
        foreach (var path in Pages())
        {
            using var answer = await person.Client.GetAsync(path);
            var html = await answer.Content.ReadAsStringAsync();
            var policy = answer.Headers.TryGetValues("Content-Security-Policy", out var said) ? said.Single() : "";
            if (
                !policy.Contains("script-src 'self';", StringComparison.Ordinal) || policy.Contains("unsafe-eval", StringComparison.Ordinal)
            )
            {
                wrong.Add($"{path}: {policy}");
            }

            wrong.AddRange(InlineScript().Matches(html).Concat(Handler().Matches(html)).Select(match => $"{path}: {match.Value}"));
            if ((int)answer.StatusCode >= 500)
            {
                wrong.Add($"{path}: {(int)answer.StatusCode}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task No_form_of_the_site_is_taken_without_its_token()
    {
        using var person = await app.NewPersonAsync();
        var wrong = new List<string>();
        foreach (var path in Posts())
        {
            using var content = new FormUrlEncodedContent([new("returnUrl", "/app")]);
            using var answer = await person.Client.PostAsync(path, content);
            // A page without a form says that it takes none.
            if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound))
            {
                wrong.Add($"{path}: {(int)answer.StatusCode}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("/account/sign-up?returnUrl={0}")]
    [InlineData("/account/sign-in?returnUrl={0}")]
    [InlineData("/language/de?back={0}")]
    public async Task Nobody_is_led_to_another_site(string address)
    {
        using var person = await app.NewPersonAsync();
        foreach (
            var elsewhere in new[] { "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "\\\\evil.example" }
        )
        {
            var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, address, Uri.EscapeDataString(elsewhere));
            using var answer = await person.Client.GetAsync(path);

            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.DoesNotContain("evil", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_cookie_is_kept_from_scripts_and_other_sites_and_goes_by_https_alone()
    {
        using var visitor = app.NewVisitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var page = await visitor.GetAsync("/account/sign-up");
        using var language = await visitor.GetAsync("/language/de");
        var cookies = page.Headers.GetValues("Set-Cookie").Concat(language.Headers.GetValues("Set-Cookie")).ToList();

        Assert.True(cookies.Count >= 2);
        Assert.All(
            cookies,
            cookie =>
            {
                Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Matches("(?i)samesite=(lax|strict)", cookie);
            }
        );
    }

    [Theory]
    [InlineData(Partner, true)]
    [InlineData("https://evil.example", false)]
    [InlineData("https://app.example.com.evil.example", false)]
    public async Task Only_configured_origins_may_call_the_api_from_a_browser(string origin, bool may)
    {
        using var visitor = app.NewVisitor();
        using var question = new HttpRequestMessage(HttpMethod.Options, "/api/v1/auth/login");
        question.Headers.Add("Origin", origin);
        question.Headers.Add("Access-Control-Request-Method", "POST");
        question.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var allowed = await visitor.SendAsync(question);
        using var call = new HttpRequestMessage(HttpMethod.Get, "/api/v1/auth/me");
        call.Headers.Add("Origin", origin);
        using var answer = await visitor.SendAsync(call);

        Assert.Equal(may, allowed.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(may, answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Pages_are_for_no_origin_but_their_own()
    {
        using var visitor = app.NewVisitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Add("Origin", Partner);
        using var answer = await visitor.SendAsync(request);

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
    }

    [Fact]
    public async Task A_program_that_runs_wild_is_refused_with_a_problem_and_others_are_not()
    {
        using var wild = await app.NewProgramAsync();
        using var other = await app.NewProgramAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => wild.Client.GetAsync("/api/v1/auth/security")));
        var refused = answers.FirstOrDefault(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);

        Assert.Equal("application/problem+json", refused!.Content.Headers.ContentType?.MediaType);
        Assert.Equal("too_many_requests", (string?)(await refused.Content.ReadFromJsonAsync<JsonObject>())!["code"]);
        Assert.NotNull(refused.Headers.RetryAfter);
        using var fine = await other.Client.GetAsync("/api/v1/auth/security");
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }

    [Fact]
    public async Task An_address_is_counted_whoever_calls_from_it()
    {
        using var visitor = app.NewVisitor();
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => visitor.GetAsync("/api/v1/auth/me")));

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Whoever_finds_a_hole_reads_where_to_say_so()
    {
        using var visitor = app.NewVisitor(followRedirects: true);
        var text = await visitor.GetStringAsync("/security.txt");

        Assert.Matches("(?m)^Contact: http", text);
        Assert.Matches(@"(?m)^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", text);
        using var contact = await visitor.GetAsync(Contact().Match(text).Groups["address"].Value.Trim());
        Assert.Equal(HttpStatusCode.OK, contact.StatusCode);
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private IEnumerable<string> Pages() =>
        Endpoints()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(endpoint => "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/'))
            .Where(pattern => !pattern.Contains('{', StringComparison.Ordinal))
            .Concat(["/en", "/uk", "/de/pricing", "/nowhere"])
            .Distinct();

    private IEnumerable<string> Posts() =>
        from endpoint in Endpoints()
        let pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/')
        where !pattern.StartsWith("/api/", StringComparison.Ordinal) && !pattern.StartsWith("/_", StringComparison.Ordinal)
        where
            !WithoutToken.ContainsKey(pattern) && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
        where endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null || !pattern.Contains('{', StringComparison.Ordinal)
        select Parameter().Replace(pattern, Guid.CreateVersion7().ToString());

    [GeneratedRegex(
        "<script(?![^>]*\\bsrc=)(?![^>]*type=\"application/(ld\\+)?json\")[^>]*>",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex InlineScript();

    [GeneratedRegex("<[a-z][^>]*\\son[a-z]+=\"", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Handler();

    [GeneratedRegex("(?m)^Contact: (?<address>.+)$", RegexOptions.None, 1000)]
    private static partial Regex Contact();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    public sealed class OpenedApp : App
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Api:AllowedOrigins:0"] = Partner, ["Api:CallsPerMinute"] = "60" };
    }
}

/// <summary>A process whose proxy is elsewhere: nobody on this machine may speak for a visitor.</summary>
public sealed class ForwardedProxyTests(ForwardedProxyTests.FarProxyApp app) : IClassFixture<ForwardedProxyTests.FarProxyApp>
{
    [Fact]
    public async Task What_a_stranger_forwards_is_not_heard()
    {
        using var visitor = app.NewVisitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Host = "bots.example.com";
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await visitor.SendAsync(request);

        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.DoesNotContain(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_gets_around_a_limit_by_another_address_each_time()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 22; i++)
        {
            using var visitor = app.NewVisitor();
            using var answer = await visitor.PostAsJsonAsync("/api/v1/auth/login", new { email = $"t{i}@example.com", password = "guess" });
            statuses.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    public sealed class FarProxyApp : App
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Proxy:Networks:0"] = "203.0.113.7" };
    }
}
