using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Bots;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Ai;
using BotStudio.Web.Usage;
using Bunit;

namespace BotStudio.Tests.Usage;

/// <summary>The pages where an owner sees what AI costs, limits it, and keeps keys.</summary>
public sealed class UsagePageTests(AiActs acts) : AccountScreen(acts), IClassFixture<AiActs>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Without_any_use_the_page_says_what_will_be_here()
    {
        SignIn();

        var page = Render<UsagePage>();

        page.WaitForElement(".empty", Patience);
        Assert.Equal(["$0.00", "$0.00", "$0.00"], page.FindAll("dt + dd").Select(figure => figure.TextContent));
        Assert.Contains("There is none", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_spent_is_there_by_bot_model_and_purpose()
    {
        var bot = await GivenBotAsync();
        acts.Ai.Next(AiReply.Costing(1_000_000, 0, 1_000_000));
        await Elsewhere((AskModel act) => act.TryAsync(new AiCaller(AccountId, bot.Id), Questions.Of("Hi", "gpt-4o-mini"), [], Ct));
        SignIn();

        var page = Render<UsagePage>();

        page.WaitForElement("table", Patience);
        Assert.Equal("$0.75", page.FindAll("dt + dd")[0].TextContent);
        Assert.Equal(
            ["Shop", "gpt-4o-mini-2026-01-01", "Trying out"],
            page.FindAll("tbody th")
                .Select(cell => cell.FirstChild!.TextContent.Trim() is { Length: > 0 } text ? text : cell.TextContent.Trim().Split('\n')[0])
        );
        Assert.All(page.FindAll("tbody tr td:nth-child(2)"), cost => Assert.Equal("$0.75", cost.TextContent));
        Assert.Single(page.FindAll(".bars > div:not(.none)"));
    }

    [Fact]
    public async Task A_limit_is_set_and_shown_with_what_comes_after_it()
    {
        SignIn();
        var page = Render<UsagePage>();
        page.WaitForElement("header button", Patience);

        await page.InvokeAsync(() => page.Find("header button").ClickAsync(new()));
        await page.InvokeAsync(() => page.Find("#budget-form input[type=number]").ChangeAsync(new() { Value = "25" }));
        await page.InvokeAsync(() => page.Find("#budget-form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal("All bots, per month", page.Find(".budgets h3").TextContent), Patience);
        Assert.Contains("$0.00 of $25.00", page.Find(".budgets .figure").TextContent, StringComparison.Ordinal);
        Assert.Contains("commands → a polite text", page.Find(".budgets .muted").TextContent, StringComparison.Ordinal);
        Assert.Equal(25m, Assert.Single(await Elsewhere((ListBudgets act) => act.RunAsync(Ct))).Amount);
    }

    [Fact]
    public async Task A_key_is_added_and_only_its_end_is_shown()
    {
        SignIn();
        var page = Render<AiSettingsPage>();
        page.WaitForElement("select", Patience);
        await page.InvokeAsync(() => page.Find("button.start").ClickAsync(new()));
        await page.InvokeAsync(() => page.Find("input[type=url]").ChangeAsync(new() { Value = acts.Ai.BaseUrl.AbsoluteUri }));
        await page.InvokeAsync(() => page.Find("input[type=password]").InputAsync(new() { Value = "sk-screen-1234567890-wxyz" }));

        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal("…wxyz", page.Find(".keys code").TextContent), Patience);
        Assert.DoesNotContain("sk-screen", page.Markup, StringComparison.Ordinal);
        Assert.Single((await Elsewhere((ListAiKeys act) => act.RunAsync(Ct))).Keys);
    }

    private async Task<Bot> GivenBotAsync()
    {
        var bot = new Bot(AccountId, A.Document(), Clock.Now);
        await using var db = OpenDatabase();
        db.Add(bot);
        await db.SaveChangesAsync();
        return bot;
    }
}
