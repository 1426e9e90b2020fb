using BotStudio.Core.Bots;
using BotStudio.Core.Channels;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots;
using Bunit;

namespace BotStudio.Tests.Bots;

public sealed class BotCardTests : Screen
{
    private static readonly DateTimeOffset Then = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ConnectionRow Webhook = new("telegram", "coffee_bot", "Coffee", "…4f2a", ReceiveMode.Webhook, false, Then);

    private static readonly BotRow Draft = new(Guid.CreateVersion7(), "Coffee", 1, null, true, Then, null, null, []);

    private static readonly BotRow Live = Draft with { PublishedNumber = 1, HasUnpublishedChanges = false, Connection = Webhook };

    [Fact]
    public void A_draft_leads_to_the_simulator() => Says(Draft, "Draft", next: "/simulator");

    [Fact]
    public void A_connected_draft_leads_to_publishing() => Says(Draft with { Connection = Webhook }, "Not published", next: "");

    [Fact]
    public void A_published_bot_that_nobody_can_reach_leads_to_the_connection() =>
        Says(Live with { Connection = null }, "Not connected", next: "/connection");

    [Fact]
    public void A_live_bot_says_how_it_hears()
    {
        Says(Live, "Live by webhook", next: null);
        Says(Live with { Connection = Webhook with { Mode = ReceiveMode.Polling } }, "Live by polling", next: null);
    }

    [Fact]
    public void Changes_that_contacts_do_not_see_are_named()
    {
        Assert.Contains(
            "Unpublished changes",
            Card(Live with { HasUnpublishedChanges = true }).Find(".state").TextContent,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Unpublished changes", Card(Draft).Find(".state").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("telegram.unauthorized", "/connection")]
    [InlineData("telegram.other_poller", "/connection")]
    [InlineData("ai.no_key", "/prompt")]
    [InlineData("jobs.something", "")]
    public void A_problem_comes_with_the_click_that_leads_out_of_it(string code, string part)
    {
        var card = Card(Live with { Problems = [new BotProblemRow(code, null, Then)] });

        Assert.Equal($"/app/bots/{Live.Id}{part}", card.Find("[role=status] a.button").GetAttribute("href"));
    }

    [Theory]
    [InlineData("en", 1, "and 1 more problem")]
    [InlineData("uk", 2, "і ще 2 проблеми")]
    [InlineData("pl", 5, "i jeszcze 5 problemów")]
    public void More_problems_are_counted_in_the_readers_language(string language, int more, string words)
    {
        Read(language);
        var problems = Enumerable.Range(0, more + 1).Select(number => new BotProblemRow($"ai.{number}", null, Then)).ToList();

        Assert.Contains(words, Card(Live with { Problems = problems }).Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    private void Says(BotRow bot, string words, string? next)
    {
        var card = Card(bot);
        Assert.Equal(words, card.Find(".state .badge").TextContent.Trim());
        Assert.Equal(next is null ? null : $"/app/bots/{bot.Id}{next}", card.FindAll("footer a").SingleOrDefault()?.GetAttribute("href"));
    }

    private IRenderedComponent<BotCard> Card(BotRow bot) => Render<BotCard>(card => card.Add(x => x.Bot, bot));
}
