using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Bots.Versions;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots;
using Bunit;

namespace BotStudio.Tests.Bots;

public sealed class BotsPageTests(Acts acts) : AccountScreen(acts), IClassFixture<Acts>
{
    [Fact]
    public async Task Without_a_bot_it_offers_templates_and_begins_with_the_chosen_one()
    {
        var page = Open();
        page.WaitForElement(".template");
        Assert.Equal(BotTemplates.All.Count, page.FindAll(".template").Count);

        await page.InvokeAsync(() =>
            page.FindAll(".template").Single(card => card.TextContent.Contains("Booking", StringComparison.Ordinal)).ClickAsync(new())
        );

        var chosen = page.Find("dialog .option:has(input[checked])");
        Assert.Contains("Booking", chosen.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_who_may_only_look_is_told_who_can_make_a_bot()
    {
        Role = Role.Viewer;

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("No bots yet", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".template"));
    }

    [Fact]
    public async Task It_shows_the_accounts_bots()
    {
        await CreateAsync("Coffee");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await CreateAsync("Flowers");

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(["Coffee", "Flowers"], page.FindAll("article h2").Select(name => name.TextContent)));
        Assert.NotEmpty(page.FindAll(".page-header .button.primary"));
    }

    [Fact]
    public async Task A_card_follows_what_happens_to_its_bot()
    {
        var bot = await CreateAsync("Coffee");
        await ListenAsync();
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("Draft", page.Find("article .badge").TextContent.Trim()));

        await Elsewhere((PublishBot act) => act.RunAsync(bot, null, "", Ct));

        page.WaitForAssertion(
            () => Assert.Equal("Not connected", page.Find("article .badge").TextContent.Trim()),
            TimeSpan.FromSeconds(20)
        );
    }

    private IRenderedComponent<BotsPage> Open()
    {
        SignIn();
        return Render<BotsPage>();
    }

    private async Task<Guid> CreateAsync(string name) =>
        (await Elsewhere((CreateBot act) => act.RunAsync(BotTemplates.Find("blank")!.Create(name, "en", []), Ct))).Value;
}
