using BotStudio.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>Somebody who is not signed in makes the site theirs.</summary>
public sealed class PreferencesJourney(App app) : BrowserTest, IClassFixture<App>
{
    [Fact]
    public Task The_theme_changes_at_once_and_stays() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/not-found");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Auto" })).ToHaveAttributeAsync("aria-pressed", "true");

                await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
                await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark" })).ToHaveAttributeAsync("aria-pressed", "true");

                await page.ReloadAsync();
                await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

                await page.GetByRole(AriaRole.Button, new() { Name = "Auto" }).ClickAsync();
                await page.ReloadAsync();
                await Expect(page.Locator("html")).Not.ToHaveAttributeAsync("data-theme", "dark");
            }
        );

    [Fact]
    public Task Another_language_keeps_the_page() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/not-found");
                await page.GetByRole(AriaRole.Link, new() { Name = "Deutsch" }).ClickAsync();

                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Diese Seite gibt es nicht" })).ToBeVisibleAsync();
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
                await Expect(page)
                    .ToHaveURLAsync(
                        new System.Text.RegularExpressions.Regex(
                            "/not-found$",
                            System.Text.RegularExpressions.RegexOptions.None,
                            TimeSpan.FromSeconds(1)
                        )
                    );
            }
        );

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task Everybody_can_use_the_page_around_a_message(int width, ColorScheme scheme) =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/not-found");
                await Axe.AssertNothingSeriousAsync(page);
                Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 844 },
                ColorScheme = scheme,
            }
        );
}
