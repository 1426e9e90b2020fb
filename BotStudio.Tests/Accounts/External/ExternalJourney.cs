using System.Text.RegularExpressions;
using BotStudio.Tests.Support;
using BotStudio.Web.Accounts;
using BotStudio.Web.Profile;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Accounts.External;

/// <summary>To a provider and back, as a browser does it.</summary>
public sealed class ExternalJourney(AppWithProviders app) : BrowserTest, IClassFixture<AppWithProviders>
{
    private static readonly Regex Dashboard = new("/app/", RegexOptions.None, TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData("en")]
    [InlineData("uk")]
    public Task Somebody_comes_in_with_google_and_links_apple(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var email = SignUps.NewEmail();
                app.Provider.Person = new()
                {
                    ["sub"] = $"{Guid.CreateVersion7():n}",
                    ["email"] = email,
                    ["email_verified"] = true,
                    ["name"] = "Olena",
                };
                await page.GotoAsync("/account/sign-in");
                await Axe.AssertNothingSeriousAsync(page);
                await Link(page, app.Say<AccountsText>(language, "external.with", "Google")).ClickAsync();
                await Expect(page).ToHaveURLAsync(Dashboard);

                await page.GotoAsync("/account/security");
                await Link(page, app.Say<ProfileText>(language, "logins.link", "Apple")).ClickAsync();
                // Apple posts a form from its own page.
                await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
                await Expect(page.GetByText(app.Say<ProfileText>(language, "done.linked"))).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await page.GetByRole(AriaRole.Button, new() { Name = app.Say<ProfileText>(language, "logins.unlink", "Apple") })
                    .ClickAsync();
                await Expect(page.GetByText(app.Say<ProfileText>(language, "done.unlinked"))).ToBeVisibleAsync();

                // The only way in that is left stays.
                await page.GetByRole(AriaRole.Button, new() { Name = app.Say<ProfileText>(language, "logins.unlink", "Google") })
                    .ClickAsync();
                await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            },
            new BrowserNewContextOptions { Locale = language }
        );

    private static ILocator Link(IPage page, string name) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}

/// <summary>Telegram's older login, whose answer only a script sees.</summary>
public sealed class WidgetJourney(TelegramWidgetTests.WidgetApp app) : BrowserTest, IClassFixture<TelegramWidgetTests.WidgetApp>
{
    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public Task Somebody_comes_in_with_telegram_and_tells_their_address(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                app.Provider.Person = new() { ["id"] = language == "en" ? 700_201 : 700_202, ["first_name"] = "Олена" };
                await page.GotoAsync("/account/sign-up");
                await page.GetByRole(AriaRole.Link, new() { Name = app.Say<AccountsText>(language, "external.with", "Telegram") })
                    .ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("/account/external/finish"));
                await Expect(page.GetByText("Олена")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await page.Locator("#email").FillAsync(SignUps.NewEmail());
                await page.Locator("form button[type=submit].primary").ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("/app/"));
            },
            new BrowserNewContextOptions { Locale = language }
        );
}
