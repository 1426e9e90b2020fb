using System.Net;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots.Pages;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Landing;

/// <summary>A bot's page for everybody: made through the API, seen by a stranger.</summary>
public sealed class BotPageTests(LiveApp app) : IClassFixture<LiveApp>
{
    [Fact]
    public async Task Nobody_sees_a_bot_until_its_owner_opens_its_page()
    {
        using var owner = await ApiUser.SignUpAsync(app);
        var botId = await NewBotAsync(owner, "Corner coffee");

        (await owner.GetAsync($"/api/v1/bots/{botId}/page")).AssertIs(HttpStatusCode.NotFound);
        (
            await owner.PutAsync($"/api/v1/bots/{botId}/page", new { Slug = " Corner-Coffee ", Description = "Beans & <b>more</b>" })
        ).AssertIs(HttpStatusCode.OK);

        var page = await OpenAsync("/b/corner-coffee");
        Assert.Contains("<h1>Corner coffee</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Beans &amp; &lt;b&gt;more&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("does not answer on Telegram at the moment", page, StringComparison.Ordinal);

        (await owner.DeleteAsync($"/api/v1/bots/{botId}/page")).AssertIs(HttpStatusCode.NoContent);
        using var gone = await app.NewVisitor().GetAsync(new Uri("/b/corner-coffee", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task The_page_of_a_connected_bot_leads_to_it_by_code_and_by_link()
    {
        using var owner = await ApiUser.SignUpAsync(app);
        var botId = await NewBotAsync(owner, "Bakery");
        var token = app.Telegram.NewToken();
        (await owner.PostAsync($"/api/v1/bots/{botId}/publish", new { })).AssertIs(HttpStatusCode.OK);
        (await owner.PutAsync($"/api/v1/bots/{botId}/telegram", new { Token = token })).AssertIs(HttpStatusCode.OK);
        (await owner.PutAsync($"/api/v1/bots/{botId}/page", new { Slug = "bakery-lviv" })).AssertIs(HttpStatusCode.OK);

        var page = await OpenAsync("/b/bakery-lviv");

        Assert.Contains($"href=\"https://t.me/{app.Telegram.Bot(token).Username}\"", page, StringComparison.Ordinal);
        Assert.Contains("class=\"qr\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor.web", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_belongs_to_one_bot()
    {
        using var first = await ApiUser.SignUpAsync(app);
        using var second = await ApiUser.SignUpAsync(app);
        (await first.PutAsync($"/api/v1/bots/{await NewBotAsync(first, "One")}/page", new { Slug = "the-one" })).AssertIs(
            HttpStatusCode.OK
        );

        var refused = await second.PutAsync($"/api/v1/bots/{await NewBotAsync(second, "Two")}/page", new { Slug = "the-one" });

        refused.AssertIs(HttpStatusCode.Conflict);
        Assert.Equal("pages.slug_taken", (string?)refused.Body!["code"]);
    }

    [Theory]
    [InlineData("coffee")]
    [InlineData("c3po")]
    [InlineData("a-b-c")]
    public void A_readable_address_is_taken(string slug) => Assert.Null(BotSlug.Check(slug));

    [Theory]
    [InlineData("ab", "pages.slug_invalid")]
    [InlineData("1st", "pages.slug_invalid")]
    [InlineData("a--b", "pages.slug_invalid")]
    [InlineData("a-", "pages.slug_invalid")]
    [InlineData("кава", "pages.slug_invalid")]
    [InlineData("a/b", "pages.slug_invalid")]
    [InlineData("support", "pages.slug_reserved")]
    [InlineData("botstudio", "pages.slug_reserved")]
    public void An_address_that_cannot_be_read_aloud_or_looks_official_is_refused(string slug, string code) =>
        Assert.Equal(code, BotSlug.Check(slug)?.Code);

    private async Task<string> OpenAsync(string path)
    {
        using var visitor = app.NewVisitor();
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return await visitor.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    private static async Task<string> NewBotAsync(ApiUser owner, string name)
    {
        var made = await owner.PostAsync("/api/v1/bots", new JsonObject { ["name"] = name });
        made.AssertIs(HttpStatusCode.Created);
        return (string)made.Body!["id"]!;
    }
}
