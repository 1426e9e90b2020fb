using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>An owner sees what AI cost, to the cent, and what of a limit is left.</summary>
public sealed class UsageJourney(LiveApp app) : BrowserTest, IClassFixture<LiveApp>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task What_was_spent_is_shown_and_limited(int width, ColorScheme scheme) =>
        VisitAsync(
            app,
            async page =>
            {
                var account = await SignUpAsync(page);
                await page.OpenAsync("/app/usage");
                await Expect(page.GetByText("No AI yet in this time")).ToBeVisibleAsync();

                var bot = (await app.RunAsync(account, (CreateBot act) => act.RunAsync(A.Document(), default))).Value;
                // A million in at 0.15, four hundred thousand of them cached at 0.075, half a million out at 0.60: 42 cents.
                app.Ai.Next(AiReply.Costing(1_000_000, 400_000, 500_000), AiReply.Costing(1_000_000, 0, 0));
                await AskAsync(account, bot, "gpt-4o-mini");
                await AskAsync(account, bot, "gpt-4o");

                await page.OpenAsync("/app/usage");
                await Expect(page.GetByText("$2.92").First).ToBeVisibleAsync();
                await Expect(Row(page, "Shop")).ToContainTextAsync("$2.92");
                await Expect(Row(page, "gpt-4o-mini")).ToContainTextAsync("$0.42");
                await Expect(Row(page, "Trying out")).ToContainTextAsync("$2.92");
                await Axe.AssertNothingSeriousAsync(page);

                await page.GetByRole(AriaRole.Button, new() { Name = "Set a limit" }).ClickAsync();
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByLabel("Amount").FillAsync("2");
                await dialog.GetByLabel("Of what").SelectOptionAsync(new SelectOptionValue { Label = "answers" });
                await dialog.GetByLabel("Per", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "day" });
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Save the limit" }).ClickAsync();
                await Expect(page.GetByText("0 answers of 2 answers")).ToBeVisibleAsync();
                await AskAsync(account, bot, "gpt-4o-mini");
                await AskAsync(account, bot, "gpt-4o-mini");
                Assert.Equal("ai.limit_reached", Assert.IsType<AiAnswer.Failed>(await AskAsync(account, bot, "gpt-4o-mini")).Code);

                await page.OpenAsync("/app/usage");
                await Expect(page.GetByText("2 answers of 2 answers")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "7 days" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "7 days" })).ToHaveAttributeAsync("aria-pressed", "true");
                await Expect(page.Locator(".bars > div")).ToHaveCountAsync(7);
                await Axe.AssertNothingSeriousAsync(page);
            },
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = scheme,
            }
        );

    private static ILocator Row(IPage page, string name) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { NameRegex = new($"^{name}") }) });

    private Task<AiAnswer> AskAsync(Guid account, Guid bot, string model) =>
        app.RunAsync(account, (AskModel act) => act.TryAsync(new AiCaller(account, bot), Questions.Of("Hi", model), [], default));

    private async Task<Guid> SignUpAsync(IPage page)
    {
        var email = await page.SignUpAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        return await db
            .Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email))
            .Select(m => m.AccountId)
            .SingleAsync();
    }
}
