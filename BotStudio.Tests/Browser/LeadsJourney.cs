using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Data;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Tools;
using BotStudio.Tests.Forms;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>Leads arrive while the owner looks, are moved, found and carried out.</summary>
public sealed class LeadsJourney(LiveApp app) : BrowserTest, IClassFixture<LiveApp>
{
    [Fact]
    public Task Leads_come_by_themselves_and_are_moved() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await GivenBotAsync(page);
                await page.OpenAsync("/app/leads");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Leads appear here by themselves" })).ToBeVisibleAsync();

                // By the model's tool, while the page is open.
                var anna = bot.Contact();
                app.Ai.Next(
                    AiReply.CallTool("register_lead", """{"need":"A wedding cake","phone":"+380 50 123 45 67","budget":"200 €"}"""),
                    AiReply.Text("We will call you.")
                );
                anna.Says("I want a wedding cake, call +380 50 123 45 67");
                await Expect(Column(page, "New").GetByText("A wedding cake")).ToBeVisibleAsync();
                Assert.Equal("We will call you.", (await anna.HearsAsync()).Text);

                // By a form.
                var boris = bot.Contact(279058398, "Boris");
                boris.Says("/order");
                await boris.HearsAsync();
                boris.Says("+380 50 123 45 67");
                await Expect(Column(page, "New").GetByRole(AriaRole.Link, new() { Name = "Boris" })).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);

                // With the keyboard and with the mouse.
                await Column(page, "New").GetByRole(AriaRole.Link, new() { Name = "Boris" }).FocusAsync();
                await page.Keyboard.PressAsync("Alt+ArrowRight");
                await Expect(Column(page, "In work").GetByRole(AriaRole.Link, new() { Name = "Boris" })).ToBeFocusedAsync();
                await DragAsync(page, Column(page, "New").GetByText("A wedding cake"), Column(page, "Won"));
                await Expect(Column(page, "Won").GetByText("A wedding cake")).ToBeVisibleAsync();
            }
        );

    [Fact]
    public Task Leads_are_found_and_carried_out_on_a_phone_in_the_dark() =>
        VisitAsync(
            app,
            async page =>
            {
                await GivenBotAsync(page);
                await page.OpenAsync("/app/leads");
                foreach (
                    var (name, phone, need) in new[] { ("Olena", "+380 50 111 22 33", "A cake"), ("Marek", "+48 600 700 800", "Cupcakes") }
                )
                {
                    await page.GetByRole(AriaRole.Button, new() { Name = "New lead" }).First.ClickAsync();
                    var dialog = page.GetByRole(AriaRole.Dialog);
                    await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
                    await dialog.GetByLabel("Phone").FillAsync(phone);
                    await dialog.GetByLabel("Request").FillAsync(need);
                    await dialog.GetByRole(AriaRole.Button, new() { Name = "Add lead" }).ClickAsync();
                    await Expect(page.GetByText("Lead created")).ToBeVisibleAsync();
                    await page.Keyboard.PressAsync("Escape");
                    await Expect(page.GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
                }

                await Axe.AssertNothingSeriousAsync(page);
                await page.GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
                await page.GetByRole(AriaRole.Searchbox).FillAsync("48600700800");
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Olena" })).ToHaveCountAsync(0);
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Marek" })).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);

                var csv = await DownloadAsync(page, "For Excel (CSV)");
                Assert.Contains("Cupcakes", csv, StringComparison.Ordinal);
                Assert.DoesNotContain("Olena", csv, StringComparison.Ordinal);
                var json = await DownloadAsync(page, "For programs (JSON)");
                Assert.Contains("\"name\":\"Marek\"", json, StringComparison.Ordinal);

                await page.GetByRole(AriaRole.Searchbox).FillAsync("nobody at all");
                await page.GetByRole(AriaRole.Button, new() { Name = "Show all leads" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Olena" })).ToBeVisibleAsync();
            },
            new()
            {
                ColorScheme = ColorScheme.Dark,
                ViewportSize = new() { Width = 390, Height = 844 },
            }
        );

    private static ILocator Column(IPage page, string status) =>
        page.GetByRole(AriaRole.List, new() { Name = "Leads by status" })
            .Locator("> section")
            .Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { NameRegex = new($"^{status}") }) });

    private static async Task DragAsync(IPage page, ILocator what, ILocator to)
    {
        var from = (await what.BoundingBoxAsync())!;
        var target = (await to.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + (from.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(target.X + (target.Width / 2), target.Y + 60, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    private static async Task<string> DownloadAsync(IPage page, string format)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = format }).ClickAsync());
        return await File.ReadAllTextAsync((await download.PathAsync())!);
    }

    /// <summary>A live bot of the account of whoever signs up, whose model registers leads and whose form makes them.</summary>
    private async Task<LiveBot> GivenBotAsync(IPage page)
    {
        var email = await page.SignUpAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var account = await db
            .Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email))
            .Select(m => m.AccountId)
            .SingleAsync();
        var phone = new PhoneField
        {
            Id = "phone",
            Key = "phone",
            Question = A.Text("Your phone?"),
            Label = A.Text("Phone"),
        };
        var document = A.Document(A.Command("order", new FormResponse { FormId = "order" })).WithPrompt();
        document = document with
        {
            Prompt = document.Prompt with
            {
                Tools = new ToolSettings { BuiltIn = new Dictionary<string, BuiltInUse> { ["register_lead"] = new() } },
            },
            Forms = [SomeForm.With(phone) with { HasSummary = false, Endings = [new LeadEnding()] }],
        };
        var id = (await app.RunAsync(account, (CreateBot act) => act.RunAsync(document, default))).Value;
        var bot = new LiveBot(app, account, id, app.Telegram.NewToken());
        await bot.PublishAsync();
        return await bot.ConnectAsync(bot.Token);
    }
}
