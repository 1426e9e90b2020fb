using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Bots.Translations;
using Bunit;

namespace BotStudio.Tests.Bots;

public sealed class TranslationsPageTests(AiActs acts) : BotScreen(acts), IClassFixture<AiActs>
{
    private const string PriceText = "/commands/id-price/response/text/uk";

    private static readonly BotDocument Shop = A.Document(
        A.TextCommand("price", "Ten on {{date}}"),
        A.Command("hours", new TextResponse { Text = A.Text("Nine to five", "З дев’ятої до п’ятої") })
    );

    private readonly AiServer ai = acts.Ai;

    protected override BotDocument Document => Shop;

    [Fact]
    public async Task Texts_stand_side_by_side_with_what_is_missing_marked()
    {
        var page = await OpenAsync<TranslationSection>();

        Assert.Equal("1 text missing", page.Find(".language small").TextContent);
        Assert.Equal(
            ["First message", "When nothing else answers", "Command /price", "Command /hours"],
            page.FindAll("h3").Select(h => h.TextContent)
        );
        var row = page.Find("[data-text=missing]");
        Assert.Equal("Ten on {{date}}", row.QuerySelector(".source p")!.TextContent);
        Assert.Equal(PriceText, row.QuerySelector("textarea")!.GetAttribute("data-place"));
    }

    [Fact]
    public async Task What_is_written_is_in_the_draft_and_stays_in_sight()
    {
        var page = await OpenAsync<TranslationSection>();
        await page.InvokeAsync(() => page.Find("[role=switch]").ChangeAsync(new() { Value = true }));
        Assert.Single(page.FindAll(".pair"));

        await page.InvokeAsync(() => page.Find("textarea").InputAsync(new() { Value = "Десять" }));

        Assert.Equal("Десять", ((TextResponse)Draft.Document.Commands[0].Response).Text["uk"]);
        Assert.Single(page.FindAll(".pair"));
        Assert.Contains("{{date}}", page.Find(".differing").TextContent, StringComparison.Ordinal);
        Assert.Equal("Complete", page.Find(".language small").TextContent);
    }

    [Fact]
    public async Task What_ai_suggests_is_written_only_when_it_is_accepted()
    {
        ai.Next(AiReply.Text("""{"1":"Десять, {{date}}"}"""));
        var page = await OpenAsync<TranslationSection>();

        await page.InvokeAsync(() =>
            page.FindAll("button").Single(button => button.TextContent.Contains("by AI", StringComparison.Ordinal)).ClickAsync(new())
        );
        page.WaitForAssertion(() => Assert.Equal("Десять, {{date}}", page.Find(".suggestion p").TextContent));

        Assert.Empty(DocumentDiff.Between(Shop, Draft.Document));
        await page.InvokeAsync(() => page.Find("[data-accept]").ClickAsync(new()));
        Assert.Equal("Десять, {{date}}", ((TextResponse)Draft.Document.Commands[0].Response).Text["uk"]);
        Assert.Empty(page.FindAll(".suggestion"));
    }

    [Fact]
    public async Task All_suggestions_are_accepted_at_once_and_taken_back_at_once()
    {
        ai.Next(AiReply.Text("""{"1":"Десять"}"""));
        var page = await OpenAsync<TranslationSection>();
        await page.InvokeAsync(() =>
            page.FindAll("button").Single(button => button.TextContent.Contains("by AI", StringComparison.Ordinal)).ClickAsync(new())
        );
        page.WaitForElement(".suggestion");

        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent == "Accept all").ClickAsync(new()));
        Assert.Equal("Десять", ((TextResponse)Draft.Document.Commands[0].Response).Text["uk"]);

        await page.InvokeAsync(() => Toasts.Single().Action!());
        Assert.Empty(DocumentDiff.Between(Shop, Draft.Document));
    }

    [Fact]
    public async Task Why_there_is_no_suggestion_is_said()
    {
        ai.Next(AiReply.Status(400, "content_policy_violation"));
        var page = await OpenAsync<TranslationSection>();

        await page.InvokeAsync(() =>
            page.FindAll("button").Single(button => button.TextContent.Contains("by AI", StringComparison.Ordinal)).ClickAsync(new())
        );

        page.WaitForElement(".alert.warning");
        Assert.Empty(page.FindAll(".suggestion"));
    }

    [Fact]
    public async Task Texts_are_found_by_their_words()
    {
        var page = await OpenAsync<TranslationSection>();

        await page.InvokeAsync(() => page.Find("input[type=search]").InputAsync(new() { Value = "п’ятої" }));
        Assert.Equal(["Command /hours"], page.FindAll("h3").Select(h => h.TextContent));

        await page.InvokeAsync(() => page.Find("input[type=search]").InputAsync(new() { Value = "elephants" }));
        Assert.Contains("Nothing found", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_language_on_both_sides_swaps_them()
    {
        var page = await OpenAsync<TranslationSection>();

        await page.InvokeAsync(() => page.FindAll("select")[1].ChangeAsync(new() { Value = "en" }));

        Assert.Equal(["uk", "en"], page.FindAll("select").Select(select => select.GetAttribute("value")));
    }

    [Fact]
    public async Task Who_may_only_look_cannot_write()
    {
        Role = Role.Viewer;
        var page = await OpenAsync<TranslationSection>();

        Assert.All(page.FindAll("textarea"), text => Assert.True(text.HasAttribute("readonly")));
        Assert.DoesNotContain("by AI", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_built_in_text_is_said_in_own_words_and_given_back()
    {
        var page = await OpenAsync<SystemTextsSection>();
        var field = page.Find("[data-place='/systemTexts/conversations.say.human_wanted/en']");
        Assert.Equal("A person will answer you here soon.", field.GetAttribute("placeholder"));

        await field.InputAsync(new() { Value = "Anna will be with you." });
        Assert.Equal("Anna will be with you.", new BotTexts(Draft.Document).Of("conversations.say.human_wanted", "en"));

        await page.InvokeAsync(() => page.Find(".own button").ClickAsync(new()));
        Assert.Empty(Draft.Document.SystemTexts);
    }

    [Fact]
    public async Task A_placeholder_that_does_not_fit_is_said_at_once()
    {
        const string place = "[data-place='/systemTexts/conversations.say.human_wanted/en']";
        var page = await OpenAsync<SystemTextsSection>();

        await page.InvokeAsync(() => page.Find(place).InputAsync(new() { Value = "{0} will be with you." }));

        Assert.Equal("true", page.Find(place).GetAttribute("aria-invalid"));
    }
}
