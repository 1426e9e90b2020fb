using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using Microsoft.Playwright;

namespace BotStudio.Tests.Screenshots;

/// <summary><c>./screenshots.sh screens</c>: what the first page shows of the product, in every language, into wwwroot/images/screens.</summary>
public sealed class SitePictures(LiveApp app) : BrowserTest, IClassFixture<LiveApp>
{
    private const string Owner = "giulia@trattoria-uno.example";

    [Draws("screens")]
    public async Task What_the_first_page_shows_of_the_product_in_every_language()
    {
        foreach (var language in Languages.All.Select(each => each.Code))
        {
            await VisitAsync(
                app,
                async page =>
                {
                    await page.GotoAsync($"/{language}");
                    var restaurant = new Restaurant(app);
                    await restaurant.OpenAsync(await page.SignUpAsync($"{language}.{Owner}"), language);
                    var bot = $"/app/bots/{restaurant.Bot.Id}";
                    await TakeForSiteAsync(page, $"{bot}/commands/menu", "commands", language);
                    await TakeForSiteAsync(page, $"{bot}/forms/table", "forms", language);
                    var conversation = (await restaurant.Bot.ConversationsAsync())[0];
                    await TakeForSiteAsync(page, $"{bot}/conversations/{conversation.Id}", "conversations", language);
                    await page.OpenAsync($"{bot}/simulator");
                    await page.TryBotAsync(restaurant.Question);
                    await TakeForSiteAsync(page, path: null, "simulator", language);
                },
                new BrowserNewContextOptions { ViewportSize = Pictures.Desk, Locale = language }
            );
        }
    }

    private static async Task TakeForSiteAsync(IPage page, string? path, string name, string language)
    {
        if (path is not null)
        {
            await page.OpenAsync(path);
        }

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.SettlesAsync(scheme);
            var file = Checkout.Path($"wwwroot/images/screens/{name}-{language}-{scheme.Name()}");
            await WebP.SaveAsync(page, file + ".webp", width: 1280);
            await WebP.SaveAsync(page, file + "-small.webp", width: 720);
        }
    }
}
