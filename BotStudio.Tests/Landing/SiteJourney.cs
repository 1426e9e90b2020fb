using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Web.Landing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Landing;

/// <summary>Visitors in a real browser: with and without a script, on a desk and on a phone, by day and by night.</summary>
public sealed class SiteJourney(SiteJourney.AdministeredApp app) : BrowserTest, IClassFixture<SiteJourney.AdministeredApp>
{
    /// <summary>Google calls 0.1 good.</summary>
    private const double LargestShift = 0.02;

    /// <summary>On the wire, with all that is fetched before anybody scrolls.</summary>
    private const int MostBytes = 200 * 1024;

    public static TheoryData<string> EveryLanguage => [.. Languages.All.Select(language => language.Code)];

    [Theory]
    [InlineData("en", "🎂 Order a cake", "🍒 Cherry", "New entry: cake order")]
    [InlineData("uk", "🎂 Замовити торт", "🍒 Вишневий", "Нова заявка: замовлення торта")]
    public Task A_visitor_orders_a_cake_from_the_demo_bot_by_keyboard(string language, string order, string cherry, string entry) =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync($"/{language}");
                await page.Locator("[data-demo][data-ready]").WaitForAsync();
                var chat = page.GetByRole(AriaRole.Log);

                await chat.GetByRole(AriaRole.Button, new() { Name = order }).Last.PressAsync("Enter");
                await chat.GetByRole(AriaRole.Button, new() { Name = cherry }).PressAsync("Enter");
                await chat.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^[0-9]+$") }).Last.PressAsync("Enter");
                var write = page.Locator("#demo-text");
                await write.FillAsync("Olena");
                await write.PressAsync("Enter");
                await chat.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("✅") }).Last.PressAsync("Enter");

                var owner = page.Locator("[data-demo-entry]");
                await Expect(owner).ToContainTextAsync(entry);
                await Expect(owner).ToContainTextAsync("Olena");
                await Axe.AssertNothingSeriousAsync(page);
                await TakePictureAsync(page, $"demo-{language}");
            }
        );

    [Fact]
    public Task Everything_but_the_demo_works_without_a_script() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/");
                await Expect(page).ToHaveURLAsync(new Regex("/de$"));
                await Expect(page.GetByText("Mit eingeschaltetem JavaScript können Sie hier weiterreden.")).ToBeVisibleAsync();
                await Expect(page.Locator("#demo-text")).ToBeHiddenAsync();

                await page.GetByText("Muss ich programmieren können?").ClickAsync();
                await Expect(page.GetByText("klicken Sie zusammen", new() { Exact = false })).ToBeVisibleAsync();

                await page.Locator(".site-languages summary").First.ClickAsync();
                await page.Locator(".site-languages").GetByText("Polski").ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("/pl$"));
                await page.GotoAsync("/");
                await Expect(page).ToHaveURLAsync(new Regex("/pl$"));

                await page.GotoAsync("/pl/contact");
                await page.Locator("form.letter button[type=submit]").ClickAsync();
                await Expect(page.GetByText("To nie jest adres e-mail.", new() { Exact = false })).ToBeVisibleAsync();
                await page.Locator("#letter-name").FillAsync("Zofia");
                await page.Locator("#letter-email").FillAsync("zofia@example.com");
                await page.Locator("#letter-text").FillAsync("Dzień dobry!");
                await page.Locator("form.letter button[type=submit]").ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("/pl/contact/sent$"));

                await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
                var mail = await db.Mails.SingleAsync(m => m.Kind == "admin.letter");
                Assert.Equal(AdministeredApp.Admin, mail.Recipient);
                Assert.Contains("Dzień dobry!", mail.Text, StringComparison.Ordinal);
            },
            new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = "de-DE" }
        );

    [Theory]
    [MemberData(nameof(EveryLanguage))]
    public async Task A_page_reads_the_same_with_and_without_a_script(string language)
    {
        var plain = await ReadAllAsync(language, hasScript: false);
        var live = await ReadAllAsync(language, hasScript: true);

        Assert.All(plain, text => Assert.True(text.Length > 50, text));
        Assert.Equal(live, plain);
    }

    [Theory]
    [MemberData(nameof(EveryLanguage))]
    public Task Nothing_that_a_page_asks_for_is_missing(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var missing = new List<string>();
                page.Response += (_, answer) =>
                {
                    if (answer.Status >= 400)
                    {
                        missing.Add($"{page.Url} → {answer.Url}: {answer.Status}");
                    }
                };
                page.RequestFailed += (_, request) => missing.Add($"{page.Url} → {request.Url}: {request.Failure}");
                foreach (var content in PublicPages.All)
                {
                    await page.GotoAsync(content.In(language));
                    await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
                    await Axe.AssertNothingSeriousAsync(page);
                    await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
                    await Axe.AssertContrastAsync(page);
                }
            }
        );

    [Theory]
    [InlineData("de", 320)]
    [InlineData("de", 390)]
    [InlineData("uk", 390)]
    [InlineData("de", 1024)]
    public Task Nothing_sticks_out_on_any_width_and_nothing_jumps(string language, int width) =>
        VisitAsync(
            app,
            async page =>
            {
                foreach (var content in PublicPages.All)
                {
                    await page.GotoAsync(content.In(language));
                    await page.WaitForLoadStateAsync(LoadState.Load);
                    var outside = await page.EvaluateAsync<int>(
                        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
                    );
                    Assert.True(outside <= 0, $"{content.In(language)} sticks out by {outside} px at {width}");
                    var shift = await page.EvaluateAsync<double>(
                        """
                        () => new Promise(done => new PerformanceObserver(list =>
                          done(list.getEntries().filter(e => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0))
                        ).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(() => done(0), 300))
                        """
                    );
                    Assert.True(shift <= LargestShift, $"{content.In(language)} jumps by {shift} at {width}");
                }
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );

    /// <summary>What stands on every page, but for the first with its live chat and that of the status with its times.</summary>
    private async Task<List<string>> ReadAllAsync(string language, bool hasScript)
    {
        var texts = new List<string>();
        await VisitAsync(
            app,
            async page =>
            {
                foreach (var content in PublicPages.All.Except([PublicPages.Home, PublicPages.Status]))
                {
                    await page.GotoAsync(content.In(language));
                    texts.Add(await page.Locator("main").InnerTextAsync());
                }
            },
            new BrowserNewContextOptions { JavaScriptEnabled = hasScript, Locale = language }
        );
        return texts;
    }

    public sealed class AdministeredApp : App
    {
        public const string Admin = "boss@example.com";

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Admin:Email"] = Admin };
    }
}
