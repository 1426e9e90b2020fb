using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>A bot learns another language, and moves to another place as a file.</summary>
public sealed class TravellingBotJourney(BuildBotJourney.AppWithAi app) : BrowserTest, IClassFixture<BuildBotJourney.AppWithAi>
{
    private static readonly BotDocument Shop = A.Document(
        A.TextCommand("price", "Ten euros"),
        A.TextCommand("hours", "Nine to five"),
        A.Command("place", new TextResponse { Text = A.Text("At the corner") })
    );

    [Fact]
    public Task A_bot_is_translated_by_hand_and_by_AI() =>
        VisitAsync(
            app,
            async page =>
            {
                app.Ai.Next(AiReply.Text("""{"1":"З дев’ятої до п’ятої","2":"На розі"}"""));
                await page.OpenAsync($"{await NewBotAsync(page)}/translations");
                await Expect(page.GetByText("3 texts missing")).ToBeVisibleAsync();

                var price = page.Locator("[data-place='/commands/id-price/response/text/uk']");
                await price.FillAsync("Десять євро");
                await price.PressAsync("Control+Enter");
                var hours = page.Locator("[data-place='/commands/id-hours/response/text/uk']");
                await Expect(hours).ToBeFocusedAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Translate missing by AI (2)" }).ClickAsync();
                await Expect(page.GetByText("2 suggestions wait for you")).ToBeVisibleAsync();
                await hours.PressAsync("Control+Enter");
                await Expect(hours).ToHaveValueAsync("З дев’ятої до п’ятої");
                await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss", Exact = true }).ClickAsync();
                await Expect(page.GetByText("1 text missing")).ToBeVisibleAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
                await Expect(page.GetByText("Українська: texts without a translation: 1")).ToBeVisibleAsync();
            }
        );

    [Fact]
    public Task A_bot_leaves_as_a_file_and_arrives_as_another_one() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.OpenAsync($"{await NewBotAsync(page)}/settings");
                var download = await page.RunAndWaitForDownloadAsync(() =>
                    page.GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync()
                );
                Assert.Equal("shop.bot.json", download.SuggestedFilename);

                await page.OpenAsync("/app/bots");
                await page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
                await page.Locator("input[type=file]").SetInputFilesAsync(await download.PathAsync());
                var dialog = page.GetByRole(AriaRole.Dialog);
                await Expect(dialog.GetByText("3 commands")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await dialog.GetByLabel("Name").FillAsync("Second shop");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Import the bot" }).ClickAsync();

                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Second shop" })).ToBeVisibleAsync();
            }
        );

    [Theory]
    [InlineData(1280, ColorScheme.Dark, "uk-UA")]
    [InlineData(390, ColorScheme.Light, "de-DE")]
    public Task Everybody_can_translate(int width, ColorScheme scheme, string locale) =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page);
                foreach (var part in new[] { "/translations", "/translations/system", "/versions", "/settings" })
                {
                    await page.OpenAsync(bot + part);
                    await Axe.AssertNothingSeriousAsync(page);
                    Assert.True(
                        await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"),
                        $"{part} is wider than {width} px"
                    );
                }
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 844 },
                ColorScheme = scheme,
                Locale = locale,
            }
        );

    private async Task<string> NewBotAsync(IPage page)
    {
        var email = await page.SignUpAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var member = await db.Memberships.SingleAsync(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email));
        var bot = new Bot(member.AccountId, Shop, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        db.Bots.Add(bot);
        await db.SaveChangesAsync();
        return $"/app/bots/{bot.Id}";
    }
}
