using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using Microsoft.Playwright;

namespace BotStudio.Tests.Screenshots;

/// <summary>
/// <c>./screenshots.sh docs</c>: every page by day and by night, on a desk and on a phone, into docs/screenshots. A new page is a line in
/// <see cref="ProductPages"/>.
/// </summary>
public sealed class ScreenshotTour(EarlierApp app) : BrowserTest, IClassFixture<EarlierApp>
{
    private const int PagesAVisit = 6;

    private const string Owner = "giulia@trattoria-uno.example";

    [Draws("docs")]
    public async Task Every_page_by_day_and_by_night_on_a_desk_and_on_a_phone()
    {
        var restaurant = new Restaurant(app);
        await TakeAllAsync([.. ProductPages.Site, .. ProductPages.Door], places: null, state: null);
        var state = "";
        await VisitAsync(
            app,
            async page =>
            {
                await restaurant.OpenInFullAsync(await page.SignUpAsync(Owner), Languages.Default);
                state = await page.Context.StorageStateAsync();
            }
        );
        var places = await Places.InAsync(app, restaurant);
        await TakeAllAsync([.. ProductPages.Bot, .. ProductPages.People, .. ProductPages.Account], places, state);
        await restaurant.BecomeAdminAsync();
        await TakeAllAsync(ProductPages.Admin, places, state);
        await File.WriteAllTextAsync(Checkout.Path("docs/screenshots/README.md"), TableOfPictures());
    }

    /// <summary>A few pages a visit, which may not take long.</summary>
    private async Task TakeAllAsync(IReadOnlyList<ProductPage> pages, Places? places, string? state)
    {
        foreach (var some in pages.Chunk(PagesAVisit))
        {
            await VisitAsync(
                app,
                async page =>
                {
                    foreach (var each in some)
                    {
                        await page.SetViewportSizeAsync(Pictures.Desk.Width, Pictures.Desk.Height);
                        await page.GotoAsync(places?.AddressOf(each) ?? each.Path);
                        if (each.Name == "bot-simulator")
                        {
                            await page.AnswersAsync();
                            await page.TryBotAsync(Guests.All[^1].Talk.Vegan.Ask);
                        }

                        await TakeAsync(page, each.Name);
                    }
                },
                new BrowserNewContextOptions { StorageState = state }
            );
        }
    }

    private static async Task TakeAsync(IPage page, string name)
    {
        foreach (var size in new[] { Pictures.Desk, Pictures.Phone })
        {
            await page.SetViewportSizeAsync(size.Width, size.Height);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.SettlesAsync(scheme);
                var file = $"docs/screenshots/{name}-{(size == Pictures.Desk ? "wide" : "phone")}-{scheme.Name()}.webp";
                await WebP.SaveAsync(page, Checkout.Path(file), width: 1000);
            }
        }
    }

    /// <summary>For people who open the folder.</summary>
    private static string TableOfPictures()
    {
        var lines = new List<string>
        {
            "# Every page",
            "",
            "Taken by `./screenshots.sh docs` from the running product. How it is meant: [design](../design.md).",
        };
        foreach (var (title, pages) in ProductPages.Parts)
        {
            lines.AddRange(["", $"## {title}", "", "| | by day | by night | on a phone |", "|---|---|---|---|"]);
            lines.AddRange(
                pages.Select(page =>
                    $"| {page.Name} | ![{page.Name}]({page.Name}-wide-light.webp) | ![{page.Name} by night]({page.Name}-wide-dark.webp) | ![{page.Name} on a phone]({page.Name}-phone-light.webp) |"
                )
            );
        }

        return string.Join('\n', lines) + "\n";
    }
}
