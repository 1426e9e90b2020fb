using System.Text.Json;
using System.Text.RegularExpressions;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Web.Accounts;
using BotStudio.Web.Profile;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Accounts;

/// <summary>How a person gets in, and what they do about it, in their own pages.</summary>
public sealed class SecurityJourney(App app) : BrowserTest, IClassFixture<App>
{
    private static readonly Regex Dashboard = new("/app/", RegexOptions.None, TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData("en")]
    [InlineData("uk")]
    public Task A_second_step_is_switched_on_asked_for_and_switched_off(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();
                await page.GotoAsync("/account/security");
                await Axe.AssertNothingSeriousAsync(page);
                await Link(page, app.Say<ProfileText>(language, "two_factor.switch_on")).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Img, new() { Name = app.Say<ProfileText>(language, "two_factor.qr") }))
                    .ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);

                await page.Locator("#code").FillAsync("000000");
                await Press(page, app.Say<ProfileText>(language, "two_factor.switch_on"));
                await Expect(page.Locator("#code")).ToHaveAttributeAsync("aria-invalid", "true");
                var secret = await page.Locator("input[name='Input.Secret']").InputValueAsync();
                await page.Locator("#code").FillAsync(CodeOf(secret));
                await Press(page, app.Say<ProfileText>(language, "two_factor.switch_on"));

                await Expect(page.GetByText(app.Say<ProfileText>(language, "codes.title"))).ToBeVisibleAsync();
                await Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
                await Axe.AssertNothingSeriousAsync(page);
                var recovery = await page.Locator(".codes li").First.InnerTextAsync();

                await SignOutAsync(page);
                await SignInAsync(page, email);
                await Expect(page).ToHaveURLAsync(new Regex("/account/two-step"));
                await Expect(page.Locator("#code")).ToBeFocusedAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await AnswerAsync(page, "123");
                await Expect(page.Locator("#code")).ToHaveAttributeAsync("aria-invalid", "true");
                await ForgetLastCodeAsync(email);
                await AnswerAsync(page, CodeOf(secret));
                await Expect(page).ToHaveURLAsync(Dashboard);

                await SignOutAsync(page);
                await SignInAsync(page, email);
                await AnswerAsync(page, recovery.ToUpperInvariant());
                await Expect(page).ToHaveURLAsync(Dashboard);

                await page.GotoAsync("/account/security/two-factor");
                await Press(page, app.Say<ProfileText>(language, "two_factor.switch_off"));
                await Expect(page.GetByText(app.Say<ProfileText>(language, "done.two_factor_off"))).ToBeVisibleAsync();
                await SignOutAsync(page);
                await SignInAsync(page, email);
                await Expect(page).ToHaveURLAsync(Dashboard);
            },
            In(language)
        );

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public Task A_passkey_is_added_signs_in_proves_and_is_removed(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var (authenticator, cdp) = await NewAuthenticatorAsync(page);
                var email = await page.SignUpAsync();
                await page.GotoAsync("/account/security/passkeys");
                await Axe.AssertNothingSeriousAsync(page);
                await page.Locator("#name").FillAsync("Laptop");
                await Press(page, app.Say<AccountsText>(language, "passkey.add"));
                await Expect(page.GetByText(app.Say<ProfileText>(language, "done.passkey_added"))).ToBeVisibleAsync();
                await Expect(page.Locator("input[value=Laptop]")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);

                // The browser offers it quietly, too; nobody takes that up before the button is pressed.
                await PresenceAsync(cdp, authenticator, false);
                await SignOutAsync(page);
                await page.GotoAsync("/account/sign-in");
                await Axe.AssertNothingSeriousAsync(page);
                await PresenceAsync(cdp, authenticator, true);
                var use = page.GetByRole(AriaRole.Button, new() { Name = app.Say<AccountsText>(language, "passkey.use") });
                await use.ClickAsync();
                await Expect(page).ToHaveURLAsync(Dashboard);

                await ForgetProofAsync(email);
                await page.GotoAsync("/account/security/password");
                await Expect(page).ToHaveURLAsync(new Regex("/account/prove"));
                await Axe.AssertNothingSeriousAsync(page);
                await use.ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("/account/security/password$"));

                await page.GotoAsync("/account/security");
                await page.Locator("input[value=Laptop]").FillAsync("Old laptop");
                await Press(page, app.Say<ProfileText>(language, "rename"));
                await Expect(page.Locator("input[value='Old laptop']")).ToBeVisibleAsync();
                await Press(page, app.Say<ProfileText>(language, "passkeys.remove", "Old laptop"));
                await Expect(page.GetByText(app.Say<ProfileText>(language, "done.passkey_removed"))).ToBeVisibleAsync();
            },
            In(language, onLocalhost: true)
        );

    [Theory]
    [InlineData("en")]
    [InlineData("pl")]
    public Task A_forgotten_password_is_set_anew_by_the_link_of_the_e_mail(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();
                await SignOutAsync(page);
                await page.GotoAsync("/account/sign-in");
                await Link(page, app.Say<AccountsText>(language, "sign_in.forgot")).ClickAsync();
                await Axe.AssertNothingSeriousAsync(page);

                // The same answer for an address that nobody has.
                foreach (var address in new[] { SignUps.NewEmail(), email })
                {
                    await page.GotoAsync("/account/forgot-password");
                    await page.Locator("#email").FillAsync(address);
                    await Press(page, app.Say<AccountsText>(language, "forgot.submit"));
                    await Expect(page.GetByText(app.Say<AccountsText>(language, "forgot.done", address))).ToBeVisibleAsync();
                }

                var link = await LinkOfMailAsync(email, "accounts.reset_password");
                await page.GotoAsync(link);
                await Axe.AssertNothingSeriousAsync(page);
                await page.Locator("#password").FillAsync("short");
                await Press(page, app.Say<AccountsText>(language, "reset.submit"));
                await Expect(page.Locator("#password")).ToHaveAttributeAsync("aria-invalid", "true");
                await page.Locator("#password").FillAsync("another correct horse");
                await Press(page, app.Say<AccountsText>(language, "reset.submit"));
                await Expect(page.GetByText(app.Say<AccountsText>(language, "reset.done_title"))).ToBeVisibleAsync();

                await SignInAsync(page, email, "another correct horse");
                await Expect(page).ToHaveURLAsync(Dashboard);
                await page.GotoAsync(link);
                await Expect(page.Locator("#password")).ToHaveCountAsync(0);
            },
            In(language)
        );

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public Task An_address_is_confirmed_and_changed_by_links(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();
                await Expect(page.Locator("form.banner")).ToBeVisibleAsync();
                await page.GotoAsync(await LinkOfMailAsync(email, "accounts.confirm_email"));
                await Axe.AssertNothingSeriousAsync(page);
                await Press(page, app.Say<AccountsText>(language, "confirm.submit"));
                await Expect(page.GetByText(app.Say<AccountsText>(language, "confirm.done", email))).ToBeVisibleAsync();
                await page.OpenAsync("/app/bots");
                await Expect(page.Locator("form.banner")).ToHaveCountAsync(0);

                var next = SignUps.NewEmail();
                await page.GotoAsync("/account/profile");
                await Link(page, app.Say<ProfileText>(language, "email.change")).ClickAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await page.Locator("#email").FillAsync(next);
                await Press(page, app.Say<ProfileText>(language, "email.send"));
                await Expect(page.GetByText(app.Say<ProfileText>(language, "done.email"))).ToBeVisibleAsync();
                await page.GotoAsync(await LinkOfMailAsync(next, "accounts.change_email"));
                await Press(page, app.Say<AccountsText>(language, "change_email.submit"));
                await Expect(page.GetByText(app.Say<AccountsText>(language, "change_email.done", next))).ToBeVisibleAsync();

                await SignOutAsync(page);
                await SignInAsync(page, next);
                await Expect(page).ToHaveURLAsync(Dashboard);
            },
            In(language)
        );

    [Theory]
    [InlineData("en")]
    [InlineData("uk")]
    public Task A_password_is_changed_after_a_proof_and_other_places_are_signed_out(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();
                using var elsewhere = app.NewVisitor();
                using var there = await elsewhere.SubmitAsync("/account/sign-in", SignUps.Fields(email));
                await page.GotoAsync("/account/sessions");
                await Axe.AssertNothingSeriousAsync(page);
                await Expect(page.Locator("main li")).ToHaveCountAsync(2);
                await page.Locator("main li form button").ClickAsync();
                await Expect(page.GetByText(app.Say<ProfileText>(language, "done.session"))).ToBeVisibleAsync();
                using var over = await elsewhere.GetAsync("/app/bots");
                Assert.Equal(System.Net.HttpStatusCode.Redirect, over.StatusCode);

                await ForgetProofAsync(email);
                await page.GotoAsync("/account/security/password");
                await page.Locator("#password").FillAsync("not my password");
                await Press(page, app.Say<ProfileText>(language, "prove.submit"));
                await Expect(page.Locator("#password")).ToHaveAttributeAsync("aria-invalid", "true");
                await page.Locator("#password").FillAsync(SignUps.Password);
                await Press(page, app.Say<ProfileText>(language, "prove.submit"));
                await Expect(page).ToHaveURLAsync(new Regex("/account/security/password$"));
                await page.Locator("#password").FillAsync("another correct horse");
                await Press(page, app.Say<ProfileText>(language, "save"));
                await Expect(page.GetByText(app.Say<ProfileText>(language, "done.password"))).ToBeVisibleAsync();

                await SignOutAsync(page);
                await SignInAsync(page, email, "another correct horse");
                await Expect(page).ToHaveURLAsync(Dashboard);
            },
            In(language)
        );

    [Theory]
    [InlineData("en", "uk")]
    [InlineData("pl", "de")]
    public Task The_profile_s_language_and_zone_hold_from_then_on(string language, string next) =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                await page.GotoAsync("/account/profile");
                await Axe.AssertNothingSeriousAsync(page);
                await page.Locator("#name").FillAsync("Олена");
                await page.Locator("#language").SelectOptionAsync(next);
                await page.Locator("#time-zone").FillAsync("Nowhere/At_all");
                await Press(page, app.Say<ProfileText>(language, "save"));
                await Expect(page.Locator("#time-zone")).ToHaveAttributeAsync("aria-invalid", "true");
                await page.Locator("#time-zone").FillAsync("America/New_York");
                await Press(page, app.Say<ProfileText>(language, "save"));

                await Expect(page.GetByText(app.Say<ProfileText>(next, "done.profile"))).ToBeVisibleAsync();
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", next);
                await Expect(page.Locator("#time-zone")).ToHaveValueAsync("America/New_York");
                await page.OpenAsync("/app/bots");
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", next);
            },
            In(language)
        );

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public Task Somebody_takes_their_data_along_leaves_and_comes_back_in_time(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();
                await page.GotoAsync("/account/data");
                await Axe.AssertNothingSeriousAsync(page);
                await Press(page, app.Say<ProfileText>(language, "export.ask"));
                await LiveBot.UntilAsync(
                    "the archive",
                    async () => await KindsOfMailsAsync(email) is var kinds && kinds.Contains("accounts.export_ready")
                );
                await page.GotoAsync("/account/data");
                var download = await page.RunAndWaitForDownloadAsync(() =>
                    Link(page, app.Say<ProfileText>(language, "export.download")).ClickAsync()
                );
                Assert.EndsWith(".zip", download.SuggestedFilename, StringComparison.Ordinal);
                await using (var zip = await System.IO.Compression.ZipFile.OpenReadAsync((await download.PathAsync())!))
                {
                    await using var profile = zip.GetEntry("profile.json")!.Open();
                    using var reader = new StreamReader(profile);
                    Assert.Contains(email, await reader.ReadToEndAsync(), StringComparison.Ordinal);
                }

                await page.GetByRole(AriaRole.Checkbox).CheckAsync();
                await Press(page, app.Say<ProfileText>(language, "leave.submit"));
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = app.Say<ProfileText>(language, "goodbye.title") }))
                    .ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await page.GotoAsync("/app/bots");
                await Expect(page).ToHaveURLAsync(new Regex("/account/sign-in"));
                Assert.Contains("accounts.deletion_planned", await KindsOfMailsAsync(email));

                await SignInAsync(page, email);
                await Expect(page).ToHaveURLAsync(Dashboard);
                Assert.Contains("accounts.deletion_cancelled", await KindsOfMailsAsync(email));
            },
            In(language)
        );

    private BrowserNewContextOptions In(string language, bool onLocalhost = false) =>
        new()
        {
            Locale = language,
            // Browsers know passkeys on https and on localhost, not at an address of numbers.
            BaseURL = onLocalhost ? $"http://localhost:{app.Address.Port}" : null,
            ColorScheme = language is "uk" or "de" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = language is "uk" or "de" ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
        };

    private static ILocator Link(IPage page, string name) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static Task Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static Task SignOutAsync(IPage page) => page.Context.ClearCookiesAsync(new() { Name = "botstudio.session" });

    private static async Task SignInAsync(IPage page, string email, string password = SignUps.Password)
    {
        await page.GotoAsync("/account/sign-in");
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Locator("form button[type=submit].primary").ClickAsync();
        await page.WaitForURLAsync(address => !address.Contains("/account/sign-in", StringComparison.Ordinal));
    }

    private static async Task AnswerAsync(IPage page, string code)
    {
        await page.Locator("#code").FillAsync(code);
        await page.Locator("form button[type=submit].primary").ClickAsync();
    }

    private static string CodeOf(string secret) => Totp.CodeAt(secret, TimeProvider.System.GetUtcNow());

    /// <summary>As if the last code was taken a while ago: the test does not wait for the next one.</summary>
    private Task ForgetLastCodeAsync(string email) => app.ExecuteAsync($"update users set totp_last_step = 0 where email = '{email}'");

    /// <summary>As if the person signed in an hour ago.</summary>
    private Task ForgetProofAsync(string email) =>
        app.ExecuteAsync(
            $"update sessions set proved_at = now() - interval '1 hour' where user_id = (select id from users where email = '{email}')"
        );

    private async Task<string> LinkOfMailAsync(string to, string kind)
    {
        var text = "";
        await LiveBot.UntilAsync(
            $"{kind} to {to}",
            async () =>
            {
                await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
                text = await db.Mails.Where(m => m.Recipient == to && m.Kind == kind).Select(m => m.Text).FirstOrDefaultAsync() ?? "";
                return text.Length > 0;
            }
        );
        var link = new Uri(Regex.Match(text, @"https?://\S+").Value);
        return link.PathAndQuery;
    }

    private async Task<List<string>> KindsOfMailsAsync(string to)
    {
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        return await db.Mails.Where(m => m.Recipient == to).Select(m => m.Kind).ToListAsync();
    }

    /// <summary>A device with a finger on it (WebDriver's virtual authenticators, over Chromium's own protocol).</summary>
    private static async Task<(string Id, ICDPSession Session)> NewAuthenticatorAsync(IPage page)
    {
        var cdp = await page.Context.NewCDPSessionAsync(page);
        await cdp.SendAsync("WebAuthn.enable", new Dictionary<string, object> { ["enableUI"] = false });
        var added = await cdp.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return (added!.Value.GetProperty("authenticatorId").GetString()!, cdp);
    }

    private static Task<JsonElement?> PresenceAsync(ICDPSession cdp, string authenticator, bool isThere) =>
        cdp.SendAsync(
            "WebAuthn.setAutomaticPresenceSimulation",
            new Dictionary<string, object> { ["authenticatorId"] = authenticator, ["enabled"] = isThere }
        );
}
