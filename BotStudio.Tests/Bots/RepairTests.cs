using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Tests.Channels.Telegram;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Bots;

public sealed class RepairTests(PolledTelegram acts) : AccountScreen(acts), IClassFixture<PolledTelegram>
{
    private string token = "";

    [Fact]
    public async Task One_click_on_the_card_brings_a_taken_bot_back()
    {
        var page = await OpenWithProblemAsync(TelegramProblems.WebhookTaken, "n8n.example");
        Assert.Contains("n8n.example", page.Find("article .alert").TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("article .alert button").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("article .alert")));
        Assert.Equal(AlertKind.Success, Services.GetRequiredService<Toasts>().Shown.Single().Kind);
    }

    [Fact]
    public async Task A_repair_that_fails_says_why_and_the_problem_stays()
    {
        var page = await OpenWithProblemAsync(TelegramProblems.Unreachable, null);
        acts.Telegram.Revoke(token);

        await page.InvokeAsync(() => page.Find("article .alert button").ClickAsync(new()));

        Assert.Equal(AlertKind.Danger, Services.GetRequiredService<Toasts>().Shown.Single().Kind);
        Assert.Single(page.FindAll("article .alert"));
    }

    private async Task<IRenderedComponent<BotsPage>> OpenWithProblemAsync(string code, string? detail)
    {
        token = acts.Telegram.NewToken();
        var document = BotTemplates.Find("blank")!.Create("Coffee", "en", []);
        var bot = (await Elsewhere((CreateBot act) => act.RunAsync(document, Ct))).Value;
        Assert.True((await Elsewhere((ConnectTelegram act) => act.RunAsync(bot, token, Ct))).Succeeded);
        await acts.Services.GetRequiredService<BotProblems>().ReportAsync(AccountId, bot, code, detail, Ct);
        SignIn();
        var page = Render<BotsPage>();
        page.WaitForElement("article .alert");
        return page;
    }
}
