using System.Net;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Hosting;

public sealed class HostingTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Every_answer_forbids_the_browser_what_the_product_does_not_need()
    {
        using var visitor = app.NewVisitor();
        using var answer = await visitor.GetAsync(new Uri("/health/live", UriKind.Relative));

        var policy = string.Join(';', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("strict-origin-when-cross-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("camera=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Behind_a_proxy_that_speaks_https_the_browser_is_told_to_stay_with_it(string scheme, bool told)
    {
        using var visitor = app.NewVisitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = "bots.example.com";
        request.Headers.Add("X-Forwarded-Proto", scheme);

        using var answer = await visitor.SendAsync(request);

        Assert.Equal(told, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/uk/nowhere", null, null, "uk")]
    [InlineData("/health/live", "pl", "de", "pl")]
    [InlineData("/health/live", null, "de-AT,de;q=0.9", "de")]
    [InlineData("/health/live", null, "ja", "en")]
    [InlineData("/ukraine", null, null, "en")]
    public async Task The_language_is_the_address_s_else_the_cookie_s_else_the_browser_s(
        string path,
        string? cookie,
        string? accepted,
        string language
    )
    {
        using var visitor = app.NewVisitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", $".AspNetCore.Culture=c%3D{cookie}%7Cuic%3D{cookie}");
        }

        if (accepted is not null)
        {
            request.Headers.Add("Accept-Language", accepted);
        }

        using var answer = await visitor.SendAsync(request);

        Assert.Equal(language, Assert.Single(answer.Content.Headers.ContentLanguage));
    }

    [Fact]
    public async Task A_language_in_the_address_is_remembered_for_pages_without_one()
    {
        using var visitor = app.NewVisitor();
        using var first = await visitor.GetAsync(new Uri("/ru/nowhere", UriKind.Relative));
        using var second = await visitor.GetAsync(new Uri("/health/live", UriKind.Relative));
        using var again = await visitor.GetAsync(new Uri("/ru/nowhere", UriKind.Relative));

        Assert.Equal("ru", Assert.Single(second.Content.Headers.ContentLanguage));
        Assert.False(again.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("/language/uk?back=/app/bots%3Fpage=2", "/app/bots?page=2")]
    [InlineData("/language/uk?back=/pl/pricing", "/uk/pricing")]
    [InlineData("/language/uk?back=/pl", "/uk")]
    [InlineData("/language/uk", "/")]
    [InlineData("/language/uk?back=https://evil.example", "/")]
    [InlineData("/language/uk?back=//evil.example", "/")]
    [InlineData("/language/uk?back=/%5Cevil.example", "/")]
    public async Task The_language_switch_returns_to_the_page_and_never_to_another_site(string link, string target)
    {
        using var visitor = app.NewVisitor();

        using var answer = await visitor.GetAsync(new Uri(link, UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(target, answer.Headers.Location!.ToString());
        Assert.Contains("uk", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_that_the_product_does_not_speak_is_not_found()
    {
        using var visitor = app.NewVisitor();

        using var answer = await visitor.GetAsync(new Uri("/language/ja", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/css/tokens.css", "text/css")]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    public async Task Static_files_are_served(string path, string type)
    {
        using var visitor = app.NewVisitor();

        using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
    }
}
