using System.Text.RegularExpressions;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>From an empty account to a bot that answers.</summary>
public sealed class FirstBotJourney(FirstBotJourney.PolledApp app) : BrowserTest, IClassFixture<FirstBotJourney.PolledApp>
{
    [Fact]
    public Task Without_a_token_there_is_a_bot_to_talk_to_within_a_minute() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Booking") }).ClickAsync();

                var dialog = page.GetByRole(AriaRole.Dialog);
                await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
                await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Barber on Market Street");
                await Expect(dialog.GetByText("This is Barber on Market Street.")).ToBeVisibleAsync();
                await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Services and prices") }).ClickAsync();
                await Expect(dialog.GetByText("Our services")).ToBeVisibleAsync();

                await dialog.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
                await dialog.GetByText("Here first, without Telegram").ClickAsync();
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Create the bot" }).ClickAsync();
                await page.WaitForURLAsync("**/simulator");

                await page.OpenAsync("/app/bots");
                var card = page.GetByRole(AriaRole.Article, new() { Name = "Barber on Market Street" });
                await Expect(card.GetByText("Draft")).ToBeVisibleAsync();
                await Expect(card.GetByRole(AriaRole.Link, new() { Name = "Try it out" })).ToBeVisibleAsync();
            }
        );

    [Fact]
    public Task With_a_token_it_answers_in_Telegram_when_the_dialog_closes() =>
        VisitAsync(
            app,
            async page =>
            {
                var token = app.Telegram.NewToken();
                await page.SignUpAsync();
                await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Shop") }).ClickAsync();
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Flowers");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
                await dialog.GetByLabel("Bot token").FillAsync(token);
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Create and connect" }).ClickAsync();
                await Expect(page.GetByText($"Done! @{app.Telegram.Bot(token).Username} answers in Telegram now.")).ToBeVisibleAsync();

                var anna = app.Telegram.Contact(token, firstName: "Anna");
                anna.Says("/start");
                Assert.Contains("Welcome to Flowers, Anna!", (await anna.HearsAsync()).Text, StringComparison.Ordinal);

                await page.OpenAsync("/app/bots");
                var card = page.GetByRole(AriaRole.Article, new() { Name = "Flowers" });
                await Expect(card.GetByText("Live by polling")).ToBeVisibleAsync();
                await Expect(card.GetByText("Last message:")).ToBeVisibleAsync();
            }
        );

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public Task Everybody_can_use_the_way_to_the_first_bot(int width, ColorScheme scheme) =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Support assistant") }).WaitForAsync();
                await LookAsync(page);

                await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Support assistant") }).ClickAsync();
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Coffee");
                await LookAsync(page);

                await dialog.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Create and connect" }).ClickAsync();
                await Expect(dialog.GetByText("This is not a whole bot token.")).ToBeVisibleAsync();
                await LookAsync(page);

                await dialog.GetByText("Here first, without Telegram").ClickAsync();
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Create the bot" }).ClickAsync();
                await page.WaitForURLAsync("**/simulator");
                await page.OpenAsync("/app/bots");
                await page.GetByRole(AriaRole.Article, new() { Name = "Coffee" }).WaitForAsync();
                await LookAsync(page);
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 844 },
                ColorScheme = scheme,
            }
        );

    private static async Task LookAsync(IPage page)
    {
        await Axe.AssertNothingSeriousAsync(page);
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }

    /// <summary>Without a public address, so its bots ask the fake Bot API for their updates.</summary>
    public sealed class PolledApp : App
    {
        public TelegramServer Telegram { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Telegram:ApiBaseUrl"] = Telegram.Url.ToString() };

        public override async Task InitializeAsync()
        {
            Telegram = await TelegramServer.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Telegram.DisposeAsync();
        }
    }
}
