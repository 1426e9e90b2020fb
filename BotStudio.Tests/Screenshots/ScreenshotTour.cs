using System.Globalization;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Web.Landing;
using Microsoft.Playwright;

namespace BotStudio.Tests.Screenshots;

/// <summary>
/// <c>./screenshots.sh</c>: every page by day and by night, on a desk and on a phone, into docs/screenshots; and what the first page shows of
/// the product, in every language, into wwwroot/images/screens. A new page is a line in <see cref="Pages"/>.
/// </summary>
public sealed class ScreenshotTour(LiveApp app) : BrowserTest, IClassFixture<LiveApp>
{
    private const double Quality = 0.72;

    /// <summary>Waits for pictures, charts and the last words of a page; nothing depends on it but beauty.</summary>
    private const float SettleMilliseconds = 500;

    private static readonly (string Name, ViewportSize Size)[] Widths =
    [
        ("wide", new ViewportSize { Width = 1280, Height = 840 }),
        ("phone", new ViewportSize { Width = 390, Height = 844 }),
    ];

    /// <summary>Of the dashboard; {0} is the bot's address. Visitors' pages come from <see cref="PublicPages"/>.</summary>
    private static readonly (string Name, string Path)[] Pages =
    [
        ("bots", "/app/bots"),
        ("bot-overview", "{0}"),
        ("bot-prompt", "{0}/prompt"),
        ("bot-commands", "{0}/commands/menu"),
        ("bot-forms", "{0}/forms"),
        ("bot-form", "{0}/forms/table"),
        ("bot-entries", "{0}/forms/table/entries"),
        ("bot-translations", "{0}/translations"),
        ("bot-simulator", "{0}/simulator"),
        ("bot-conversations", "{0}/conversations"),
        ("bot-contacts", "{0}/contacts"),
        ("bot-versions", "{0}/versions"),
        ("bot-connection", "{0}/connection"),
        ("bot-webhooks", "{0}/webhooks"),
        ("bot-settings", "{0}/settings"),
        ("usage", "/app/usage"),
        ("ai", "/app/settings/ai"),
        ("not-found", "/nothing/here"),
    ];

    private static readonly (string Name, string Path)[] BeforeSignIn =
    [
        .. PublicPages.All.Select(page => ("site-" + page.Key, page.In(Languages.Default))),
        ("sign-in", "/account/sign-in"),
        ("sign-up", "/account/sign-up"),
    ];

    [WantedFact("docs")]
    public async Task Every_page_by_day_and_by_night_on_a_desk_and_on_a_phone()
    {
        foreach (var (width, size) in Widths)
        {
            await VisitAsync(
                app,
                async page =>
                {
                    await TakeAllAsync(page, BeforeSignIn, width, bot: "");
                    var restaurant = new Restaurant(app);
                    await restaurant.OpenAsync(page, Languages.Default);
                    await TakeAllAsync(page, Pages, width, $"/app/bots/{restaurant.Bot.Id}");
                },
                new BrowserNewContextOptions { ViewportSize = size }
            );
        }
    }

    [WantedFact("screens")]
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
                    await restaurant.OpenAsync(page, language);
                    var bot = $"/app/bots/{restaurant.Bot.Id}";
                    await TakeForSiteAsync(page, $"{bot}/commands/menu", "commands", language);
                    await TakeForSiteAsync(page, $"{bot}/forms/table", "forms", language);
                    var conversation = (await restaurant.Bot.ConversationsAsync())[0];
                    await TakeForSiteAsync(page, $"{bot}/conversations/{conversation.Id}", "conversations", language);
                    await page.OpenAsync($"{bot}/simulator");
                    await SayAsync(page, restaurant.Question);
                    await TakeForSiteAsync(page, path: null, "simulator", language);
                },
                new BrowserNewContextOptions { ViewportSize = Widths[0].Size, Locale = language }
            );
        }
    }

    private static async Task TakeAllAsync(IPage page, (string Name, string Path)[] pages, string width, string bot)
    {
        foreach (var (name, path) in pages)
        {
            await page.GotoAsync(string.Format(CultureInfo.InvariantCulture, path, bot));
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await SettleAsync(page, scheme);
                var file = $"docs/screenshots/{name}-{width}-{NameOf(scheme)}.webp";
                await WebP.SaveAsync(page, Checkout.Path(file), width: 1000, Quality);
            }
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
            await SettleAsync(page, scheme);
            await WebP.SaveAsync(
                page,
                Checkout.Path($"wwwroot/images/screens/{name}-{language}-{NameOf(scheme)}.webp"),
                width: 1280,
                Quality
            );
        }
    }

    private static async Task SayAsync(IPage page, string text)
    {
        var write = page.Locator("form.write input");
        await write.FillAsync("/start");
        await write.PressAsync("Enter");
        await page.Locator(".message.theirs").First.WaitForAsync();
        await write.FillAsync(text);
        await write.PressAsync("Enter");
        await page.Locator(".message.mine").Nth(1).WaitForAsync();
        await page.Locator(".message.theirs").Nth(1).WaitForAsync();
    }

    private static async Task SettleAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.WaitForLoadStateAsync(LoadState.Load);
        await page.WaitForFunctionAsync("() => !document.querySelector('.skeleton')");
        await page.WaitForTimeoutAsync(SettleMilliseconds);
    }

    private static string NameOf(ColorScheme scheme) => scheme == ColorScheme.Dark ? "dark" : "light";
}
