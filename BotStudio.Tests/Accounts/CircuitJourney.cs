using System.Text.RegularExpressions;
using BotStudio.Core.Accounts;
using BotStudio.Tests.Support;
using BotStudio.Web.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Accounts;

/// <summary>A page that stays open for long must not outlive the session it was opened with.</summary>
public sealed class CircuitJourney(CircuitJourney.ImpatientApp app) : BrowserTest, IClassFixture<CircuitJourney.ImpatientApp>
{
    private static readonly Regex SignInPage = new("/account/sign-in\\?returnUrl=", RegexOptions.None, TimeSpan.FromSeconds(1));

    [Fact]
    public Task An_open_page_is_closed_when_its_user_leaves_the_account() =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();

                await app.ExecuteAsync($"delete from memberships where user_id = (select id from users where email = '{email}')");

                await Expect(page).ToHaveURLAsync(SignInPage);
            }
        );

    [Fact]
    public Task An_open_page_is_closed_when_the_password_changes_elsewhere() =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();

                await app.ExecuteAsync($"update users set security_stamp = 'changed' where email = '{email}'");

                await Expect(page).ToHaveURLAsync(SignInPage);
            }
        );

    [Fact]
    public Task Signing_out_in_one_tab_closes_the_others() =>
        VisitAsync(
            app,
            async page =>
            {
                var email = await page.SignUpAsync();
                var other = await page.Context.NewPageAsync();
                await other.GotoAsync("/app/bots");

                await page.GetByRole(AriaRole.Button, new() { Name = email }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

                await Expect(other).ToHaveURLAsync(SignInPage);
            }
        );

    /// <summary>Asks every moment what is otherwise asked once a minute.</summary>
    public sealed class ImpatientApp : App
    {
        protected override void Configure(IServiceCollection services) =>
            services.AddScoped<AuthenticationStateProvider, ImpatientRevalidation>();
    }

    private sealed class ImpatientRevalidation(ILoggerFactory loggers, IServiceScopeFactory scopes, CurrentAccount account)
        : CircuitRevalidation(loggers, scopes, account)
    {
        protected override TimeSpan RevalidationInterval => TimeSpan.FromMilliseconds(200);
    }
}
