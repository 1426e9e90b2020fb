using BotStudio.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>Getting around the dashboard.</summary>
public sealed class ShellJourney(App app) : BrowserTest, IClassFixture<App>
{
    [Fact]
    public Task The_keyboard_can_skip_the_navigation() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Bots", Exact = true })).ToBeFocusedAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" }).FocusAsync();
                await page.Keyboard.PressAsync("Enter");

                await Expect(page.Locator("main")).ToBeFocusedAsync();
            }
        );

    [Fact]
    public Task The_current_page_is_marked_and_the_tab_is_named_after_it() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();

                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Bots", Exact = true }))
                    .ToHaveAttributeAsync("aria-current", "page");
                await Expect(page).ToHaveTitleAsync("Bots – BotStudio");
            }
        );

    [Fact]
    public Task The_account_menu_changes_the_language_and_keeps_the_page() =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = email }).ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Українська" }).ClickAsync();

                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Боти" })).ToBeVisibleAsync();
                await page.AnswersAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = email })).ToBeVisibleAsync();
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "uk");
            }
        );

    [Fact]
    public Task A_menu_closes_on_Escape_and_gives_the_focus_back() =>
        VisitAsync(
            app,
            async page =>
            {
                var account = page.GetByRole(AriaRole.Button, new() { Name = await page.SignUpAsync() });
                await account.ClickAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();

                await page.Keyboard.PressAsync("Escape");

                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeHiddenAsync();
                await Expect(account).ToBeFocusedAsync();
            }
        );

    [Fact]
    public Task On_a_phone_the_navigation_is_a_drawer_that_closes_when_it_has_led_somewhere() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Bots", Exact = true })).ToBeHiddenAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Open navigation" }).ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Bots", Exact = true }).ClickAsync();

                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Bots", Exact = true })).ToBeHiddenAsync();
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 390, Height = 844 },
                HasTouch = true,
            }
        );

    [Fact]
    public Task What_is_clicked_before_the_circuit_listens_is_not_lost() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                var clicked = new TaskCompletionSource();
                await page.RouteAsync(
                    "**/_blazor/negotiate**",
                    async route =>
                    {
                        await clicked.Task;
                        await route.ContinueAsync();
                    }
                );

                await page.GotoAsync("/app/bots");
                await page.GetByRole(AriaRole.Button, new() { Name = "Shop" }).ClickAsync();
                clicked.SetResult();

                await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Radio, new() { Name = "Shop" })).ToBeCheckedAsync();
            }
        );

    [Fact]
    public Task What_does_not_exist_says_so_inside_the_dashboard_too() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                await page.EvaluateAsync("() => Blazor.navigateTo('/app/nothing')");

                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" })).ToBeVisibleAsync();
            }
        );
}
