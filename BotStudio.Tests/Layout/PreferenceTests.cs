using System.Net;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Layout;

public sealed class PreferenceTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("dark", " data-theme=\"dark\"")]
    [InlineData("light", " data-theme=\"light\"")]
    [InlineData("system", "")]
    [InlineData("\"><script>", "")]
    public async Task A_chosen_theme_is_in_the_next_page_from_its_first_byte(string theme, string attribute)
    {
        using var visitor = app.NewVisitor();

        using var answer = await visitor.PostAsync(new Uri("/preferences/theme", UriKind.Relative), Form(theme, "/not-found"));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/not-found", answer.Headers.Location?.ToString());
        Assert.Contains(
            $"<html lang=\"en\"{attribute}>",
            await visitor.GetStringAsync(new Uri("/not-found", UriKind.Relative)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\t/evil.example/")]
    public async Task A_choice_never_leads_to_another_site(string returnUrl)
    {
        using var answer = await app.NewVisitor().PostAsync(new Uri("/preferences/theme", UriKind.Relative), Form("dark", returnUrl));

        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Fonts_are_fetched_once()
    {
        using var answer = await app.NewVisitor().GetAsync(new Uri("/fonts/onest-cyrillic.woff2", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
    }

    private static FormUrlEncodedContent Form(string value, string returnUrl) =>
        new(new Dictionary<string, string> { ["value"] = value, ["returnUrl"] = returnUrl });
}
