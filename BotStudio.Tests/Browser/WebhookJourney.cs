using System.Text.RegularExpressions;
using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>An owner lets a server of their own answer a command, tries it, and finds out what goes wrong.</summary>
public sealed class WebhookJourney(WebhookJourney.AppWithOwner app) : BrowserTest, IClassFixture<WebhookJourney.AppWithOwner>
{
    [Fact]
    public Task A_server_is_connected_tested_and_its_secret_found() =>
        VisitAsync(
            app,
            async page =>
            {
                app.Owner.Next(
                    OwnerAnswer.Json("""{"text":"Order **117** is on its way.","buttons":[[{"text":"Help","command":"help"}]]}"""),
                    OwnerAnswer.Json("""{"text":["wrong"]}""")
                );
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"{bot}/commands");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add command" }).ClickAsync();
                await page.GetByText("Your server answers").ClickAsync();
                await page.GetByLabel("Address of your server").FillAsync(app.Owner.At("/bot"));

                await page.GetByRole(AriaRole.Button, new() { Name = "Test now" }).ClickAsync();
                await Expect(page.GetByText("Your server answered in")).ToBeVisibleAsync();
                await Expect(page.GetByText("Order 117 is on its way.")).ToBeVisibleAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Test now" }).ClickAsync();
                await Expect(page.GetByText("cannot be used: look at /text")).ToBeVisibleAsync();
                Assert.Contains("\"test\":true", app.Owner.Requests[^1].Body, StringComparison.Ordinal);

                await page.OpenAsync($"{bot}/webhooks");
                await Expect(page.GetByText("Nothing was sent yet")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).ClickAsync();
                await Expect(page.GetByText(new Regex("^whsec_"))).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Make a new one" }).ClickAsync();
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Make a new one" }).ClickAsync();
                await Expect(page.GetByText("The old secret signs, too")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
            }
        );

    private async Task<string> NewBotAsync(IPage page)
    {
        var email = await page.SignUpAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var member = await db.Memberships.SingleAsync(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email));
        var bot = new Bot(member.AccountId, A.Document(), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        db.Bots.Add(bot);
        await db.SaveChangesAsync();
        return $"/app/bots/{bot.Id}";
    }

    public sealed class AppWithOwner : App
    {
        public OwnerServer Owner { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1" };

        public override async Task InitializeAsync()
        {
            Owner = await OwnerServer.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Owner.DisposeAsync();
        }
    }
}
