using System.Text.RegularExpressions;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Web.Audit;
using BotStudio.Web.Bots;
using BotStudio.Web.Notices.Bell;
using BotStudio.Web.Team;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Accounts.Members;

/// <summary>Two people in one account, each at their own browser.</summary>
public sealed class TeamJourney(App app) : BrowserTest, IClassFixture<App>
{
    [Theory]
    [InlineData("en")]
    [InlineData("uk")]
    public Task Somebody_is_invited_joins_gets_a_role_and_the_account(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var owner = await page.SignUpAsync();
                await page.OpenAsync("/app/settings/members");
                await Axe.AssertNothingSeriousAsync(page);
                await Press(page, app.Say<TeamText>(language, "invite"));
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByText(app.Say<TeamText>(language, "invite.by_link")).ClickAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await dialog.GetByRole(AriaRole.Button, new() { Name = app.Say<TeamText>(language, "invite.make_link") }).ClickAsync();
                var link = await dialog.Locator("code").InnerTextAsync();
                await dialog.GetByRole(AriaRole.Button, new() { Name = app.Say<TeamText>(language, "done") }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = app.Say<TeamText>(language, "invitations") }))
                    .ToBeVisibleAsync();

                // The colleague signs up at the link, in a browser of their own.
                await using var elsewhere = await page.Context.Browser!.NewContextAsync(In(language));
                var colleague = await elsewhere.NewPageAsync();
                await colleague.GotoAsync(new Uri(link).PathAndQuery);
                await Axe.AssertNothingSeriousAsync(colleague);
                await colleague.GetByRole(AriaRole.Link, new() { Name = app.Say<TeamText>(language, "join.sign_up") }).ClickAsync();
                var joined = SignUps.NewEmail();
                await colleague.Locator("#email").FillAsync(joined);
                await colleague.Locator("#password").FillAsync(SignUps.Password);
                await colleague.Locator("form button[type=submit].primary").ClickAsync();
                await Press(colleague, app.Say<TeamText>(language, "join"));
                await Expect(colleague).ToHaveURLAsync(new Regex("/app/"));

                // The owner hears of it without doing anything.
                await Expect(page.Locator(".whose .count")).ToHaveTextAsync("1");
                await page.OpenAsync("/app/notices");
                await Axe.AssertNothingSeriousAsync(page);
                await page.Locator("main button.notice").ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("/app/settings/members"));

                // Looking only, from the next click on.
                await page.Locator($"[data-member='{joined}'] select").SelectOptionAsync("Viewer");
                await Expect(page.Locator(".toasts")).ToContainTextAsync(app.Say<MembersText>(language, "role.Viewer"));
                await colleague.GotoAsync("/app/settings/audit");
                await Expect(colleague.GetByRole(AriaRole.Heading, new() { Level = 1 }))
                    .Not.ToHaveTextAsync(app.Say<AuditText>(language, "title"));

                // It is all in the log.
                await page.OpenAsync("/app/settings/audit");
                await Axe.AssertNothingSeriousAsync(page);
                await Expect(page.Locator("main .rows li")).Not.ToHaveCountAsync(0);
                await page.OpenAsync("/app/settings/audit?act=RoleChanged");
                await Expect(page.Locator("main .rows li")).ToHaveCountAsync(1);
                await page.GetByRole(AriaRole.Button, new() { Name = app.Say<AuditText>(language, "export") }).ClickAsync();
                var download = await page.RunAndWaitForDownloadAsync(() =>
                    page.GetByRole(AriaRole.Link, new() { Name = app.Say<AuditText>(language, "export.csv") }).ClickAsync()
                );
                Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);

                // The account is handed over, with its name typed.
                await page.OpenAsync("/app/settings/members");
                await page.Locator($"[data-member='{joined}']").GetByRole(AriaRole.Button).First.ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = app.Say<TeamText>(language, "transfer") }).ClickAsync();
                var agree = page.GetByRole(AriaRole.Dialog)
                    .GetByRole(AriaRole.Button, new() { Name = app.Say<TeamText>(language, "transfer") });
                await Expect(agree).ToBeDisabledAsync();
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync(await AccountNameAsync(owner));
                await agree.ClickAsync();
                await Expect(page.Locator($"[data-member='{joined}']")).ToContainTextAsync(app.Say<MembersText>(language, "role.Owner"));
                // What the former owner may do now is shown once the page has begun anew.
                await Expect(page.Locator($"[data-member='{joined}'] select")).ToHaveCountAsync(0);
                await page.AnswersAsync();

                // And its former owner leaves.
                await page.Locator($"[data-member='{owner}']").GetByRole(AriaRole.Button).First.ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = app.Say<TeamText>(language, "leave") }).ClickAsync();
                await page.GetByRole(AriaRole.Dialog)
                    .GetByRole(AriaRole.Button, new() { Name = app.Say<TeamText>(language, "leave") })
                    .ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("/account/sign-in"));
                await colleague.OpenAsync("/app/settings/members");
                await Expect(colleague.Locator("[data-member]")).ToHaveCountAsync(1);
            },
            In(language)
        );

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public Task An_account_is_described_another_one_opened_and_both_are_kept_apart(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                await page.OpenAsync("/app/settings/account");
                await Axe.AssertNothingSeriousAsync(page);
                var details = page.Locator("section[aria-labelledby=details-title]");
                await details.GetByLabel(app.Say<TeamText>(language, "account.name"), new() { Exact = true }).FillAsync("Coffee & Co");
                await details.GetByLabel(app.Say<TeamText>(language, "account.zone")).SelectOptionAsync("Asia/Tokyo");
                await details.GetByLabel(app.Say<TeamText>(language, "account.currency")).SelectOptionAsync("UAH");
                await Press(page, app.Say<TeamText>(language, "save"));
                await Expect(page.Locator(".toasts")).ToContainTextAsync(app.Say<TeamText>(language, "saved"));
                await page.OpenAsync("/app/settings/account");
                await Expect(details.GetByLabel(app.Say<TeamText>(language, "account.name"), new() { Exact = true }))
                    .ToHaveValueAsync("Coffee & Co");
                await Expect(details.GetByLabel(app.Say<TeamText>(language, "account.currency"))).ToHaveValueAsync("UAH");

                var choose = page.Locator(".whose .account-switch");
                await choose.ClickAsync();
                await Press(page, app.Say<TeamText>(language, "account.new"));
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("Tea");
                await page.GetByRole(AriaRole.Dialog)
                    .GetByRole(AriaRole.Button, new() { Name = app.Say<TeamText>(language, "account.new.open") })
                    .ClickAsync();
                await Expect(choose).ToContainTextAsync("Tea");
                await page.AnswersAsync();
                await choose.ClickAsync();
                await page.Locator("[data-account]").Filter(new() { HasText = "Coffee" }).ClickAsync();
                await Expect(choose).ToContainTextAsync("Coffee & Co");

                await page.OpenAsync("/app/settings/notifications");
                await Axe.AssertNothingSeriousAsync(page);
                var wish = page.GetByRole(
                    AriaRole.Checkbox,
                    new()
                    {
                        Name = app.Say<BellText>(
                            language,
                            "wishes.tell",
                            app.Say<BellText>(language, "event.Team"),
                            app.Say<BellText>(language, "way.Mail")
                        ),
                    }
                );
                await wish.CheckAsync();
                await Expect(page.Locator(".toasts")).ToContainTextAsync(app.Say<BellText>(language, "saved"));
                await page.OpenAsync("/app/settings/notifications");
                await Expect(wish).ToBeCheckedAsync();
                await Expect(page.GetByText(app.Say<BellText>(language, "push.title"))).ToBeVisibleAsync();
            },
            In(language)
        );

    [Theory]
    [InlineData("en")]
    [InlineData("pl")]
    public Task First_steps_tick_themselves_off_and_can_be_put_away(string language) =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();
                await GiveBotAsync(email);
                await page.OpenAsync("/app/bots");
                var steps = page.Locator("section.steps");
                await Expect(steps.Locator("li")).ToHaveCountAsync(6);
                await Expect(steps.Locator("li.done")).ToHaveCountAsync(1);
                await Axe.AssertNothingSeriousAsync(page);
                await steps.GetByRole(AriaRole.Button, new() { Name = app.Say<BotsText>(language, "steps.hide") }).ClickAsync();
                await Expect(steps).ToHaveCountAsync(0);
                await page.OpenAsync("/app/bots");
                await Expect(page.GetByText("Shop").First).ToBeVisibleAsync();
                await Expect(steps).ToHaveCountAsync(0);
            },
            In(language)
        );

    private BrowserNewContextOptions In(string language) =>
        new()
        {
            BaseURL = app.Address.ToString(),
            Locale = language,
            ColorScheme = language is "uk" or "de" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = 1280, Height = 900 },
            ExtraHTTPHeaders = [new("X-Forwarded-For", App.NewAddress())],
        };

    private static Task Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private async Task GiveBotAsync(string email)
    {
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var accountId = await db
            .Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email))
            .Select(m => m.AccountId)
            .SingleAsync();
        db.Add(new BotStudio.Core.Bots.Bot(accountId, A.Document(), TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync();
    }

    private async Task<string> AccountNameAsync(string email)
    {
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        return await db
            .Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email))
            .Join(db.Accounts, m => m.AccountId, a => a.Id, (_, a) => a.Name)
            .SingleAsync();
    }
}
