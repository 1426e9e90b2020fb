using System.Text.RegularExpressions;
using BotStudio.Core.Accounts;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Accounts;

public sealed class AccountJourney(App app) : BrowserTest, IClassFixture<App>
{
    [Fact]
    public Task A_newcomer_signs_up_lands_in_the_dashboard_signs_out_and_in_again() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/app");
                await Expect(page).ToHaveURLAsync(new Regex("/account/sign-in\\?returnUrl=%2Fapp$"));
                await page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
                var email = SignUps.NewEmail();
                await page.GetByLabel("E-mail address").FillAsync(email);
                await page.GetByLabel("Password", new() { Exact = true }).FillAsync(SignUps.Password);
                await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
                await page.WaitForURLAsync("**/app/bots");

                await SignOutAsync(page, email);
                await Expect(page).ToHaveURLAsync(new Regex("/account/sign-in(\\?|$)"));
                await page.GoBackAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome back" })).ToBeVisibleAsync();

                await FillAsync(page, email.ToUpperInvariant(), SignUps.Password);
                await page.WaitForURLAsync("**/app/bots");
            }
        );

    [Fact]
    public Task What_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/account/sign-up");
                await FillAsync(page, "anna", "a long enough phrase");
                await Expect(page.GetByLabel("E-mail address"))
                    .ToHaveAccessibleDescriptionAsync("Enter an e-mail address, such as anna@example.com.");
                await Expect(page.GetByLabel("E-mail address")).ToHaveValueAsync("anna");
                await Expect(page.GetByLabel("Password", new() { Exact = true })).ToHaveValueAsync("a long enough phrase");

                var email = SignUps.NewEmail();
                await FillAsync(page, email, "password1234");
                await Expect(page.GetByText("This password is among the first that attackers try.")).ToBeVisibleAsync();
                await Expect(page.GetByLabel("E-mail address")).ToHaveValueAsync(email);
                await Expect(page.GetByText("Enter an e-mail address, such as")).ToHaveCountAsync(0);

                await FillAsync(page, email, SignUps.Password);
                await page.WaitForURLAsync("**/app/bots");
            }
        );

    [Fact]
    public Task Without_script_all_of_it_works_too() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/account/sign-up?returnUrl=%2Faccount%2Fadmin-link");
                await FillAsync(page, "anna", SignUps.Password);
                await Expect(page.GetByText("Enter an e-mail address, such as anna@example.com.")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show password" })).ToBeHiddenAsync();

                var email = SignUps.NewEmail();
                await FillAsync(page, email, SignUps.Password);
                await page.WaitForURLAsync("**/account/admin-link");

                await page.Context.ClearCookiesAsync();
                await page.GotoAsync("/account/sign-in?returnUrl=%2Faccount%2Fadmin-link");
                await FillAsync(page, email, "not the password");
                await Expect(page.GetByText("E-mail address and password do not match.")).ToBeVisibleAsync();
                await Expect(page.GetByLabel("E-mail address")).ToHaveValueAsync(email);
                await FillAsync(page, email, SignUps.Password);
                await page.WaitForURLAsync("**/account/admin-link");
            },
            new BrowserNewContextOptions { JavaScriptEnabled = false }
        );

    [Fact]
    public Task A_typed_password_can_be_looked_at() =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/account/sign-in");
                var password = page.GetByLabel("Password", new() { Exact = true });
                var show = page.GetByRole(AriaRole.Button, new() { Name = "Show password" });
                await password.FillAsync("secret");

                await show.ClickAsync();
                await Expect(password).ToHaveAttributeAsync("type", "text");
                await Expect(show).ToHaveAttributeAsync("aria-pressed", "true");

                await show.ClickAsync();
                await Expect(password).ToHaveAttributeAsync("type", "password");

                // The button must survive an answer that is put into the page.
                await page.GetByLabel("E-mail address").FillAsync("anna");
                await show.ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
                await Expect(page.GetByText("Enter an e-mail address, such as")).ToBeVisibleAsync();
                await Expect(show).ToBeVisibleAsync();
                await Expect(password).ToHaveAttributeAsync("type", "password");
                await Expect(password).ToHaveValueAsync("secret");
            }
        );

    [Theory]
    [InlineData("en", "Welcome back", "Create your account")]
    [InlineData("uk", "З поверненням", "Створіть обліковий запис")]
    [InlineData("ru", "С возвращением", "Создайте учётную запись")]
    [InlineData("pl", "Witaj ponownie", "Załóż konto")]
    [InlineData("de", "Willkommen zurück", "Konto erstellen")]
    public Task Every_page_speaks_the_reader_s_language_and_is_usable_by_everybody(string language, string signIn, string signUp) =>
        VisitAsync(
            app,
            async page =>
            {
                await page.GotoAsync("/account/sign-in");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(signIn);
                await Axe.AssertNothingSeriousAsync(page);
                await FillAsync(page, "", "");
                await Expect(page.Locator("[aria-invalid=true]")).ToHaveCountAsync(2);
                await Axe.AssertNothingSeriousAsync(page);

                await page.GotoAsync("/account/sign-up");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(signUp);
                await Axe.AssertNothingSeriousAsync(page);
                var narrow = await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth");
                Assert.True(narrow, "The page is wider than a phone.");
            },
            new BrowserNewContextOptions
            {
                Locale = language,
                ColorScheme = language is "uk" or "de" ? ColorScheme.Dark : ColorScheme.Light,
                ViewportSize = new() { Width = 390, Height = 844 },
            }
        );

    [Fact]
    public Task The_link_from_the_terminal_makes_its_first_user_admin() =>
        VisitAsync(
            app,
            async page =>
            {
                var link = await NewAdminLinkAsync();
                await page.GotoAsync(link);
                await Axe.AssertNothingSeriousAsync(page);
                await page.GetByRole(AriaRole.Link, new() { Name = "Create account" }).ClickAsync();
                var email = SignUps.NewEmail();
                await FillAsync(page, email, SignUps.Password);

                await page.GetByRole(AriaRole.Button, new() { Name = $"Make {email} the admin" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are the platform’s admin" })).ToBeVisibleAsync();

                await page.GotoAsync(link);
                await Expect(page.GetByText("This link has been used or is too old.")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
            }
        );

    private async Task<string> NewAdminLinkAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<CreateAdminLink>().RunAsync(app.Address, CancellationToken.None)).ToString();
    }

    private static async Task FillAsync(IPage page, string email, string password)
    {
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Locator("form button[type=submit].primary").ClickAsync();
    }

    private static async Task SignOutAsync(IPage page, string email)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = email }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
    }
}
