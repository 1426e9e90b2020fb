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

/// <summary>An owner talks with the draft: sees answers grow, stops them, and lets AI ask a server of theirs.</summary>
public sealed class TalkJourney(TalkJourney.TalkingApp app) : BrowserTest, IClassFixture<TalkJourney.TalkingApp>
{
    [Fact]
    public Task An_answer_is_seen_to_grow_and_is_stopped() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"{bot}/simulator");
                var pen = new AiPen();
                app.Ai.Next(AiReply.Written(pen), AiReply.Text("Yes, on Sundays, too."));
                await SayAsync(page, "When do you open?");
                pen.Write("We open ");
                await Expect(page.GetByText("We open", new() { Exact = true })).ToBeVisibleAsync();
                pen.Write("at **nine**");
                await Expect(page.GetByText("We open at nine", new() { Exact = true })).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);

                await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
                await Expect(page.GetByText("The answer was stopped here")).ToBeVisibleAsync();
                await Expect(page.GetByText(new Regex("^We open at"))).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop" })).ToHaveCountAsync(0);

                await SayAsync(page, "On Sundays?");
                await Expect(page.GetByText("Yes, on Sundays, too.", new() { Exact = true })).ToBeVisibleAsync();
            }
        );

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task A_tool_is_made_tried_and_called_by_the_model(int width, ColorScheme scheme) =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"{bot}/prompt/tools");
                await page.GetByRole(AriaRole.Button, new() { Name = "New tool" }).ClickAsync();
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("order_status");
                await dialog.GetByLabel("What it does and when to use it").FillAsync("Tells where an order is.");
                await dialog.GetByLabel("Address").FillAsync(app.Owner.At("/orders/") + "{{order}}");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a parameter" }).ClickAsync();
                var name = dialog.GetByRole(AriaRole.Group, new() { Name = "parameter_1" }).GetByLabel("Name");
                await name.FillAsync("order");
                await name.PressAsync("Tab");
                var parameter = dialog.GetByRole(AriaRole.Group, new() { Name = "order", Exact = true });
                await parameter.GetByLabel("Kind").SelectOptionAsync("Whole number");
                await parameter.GetByLabel("What to put in").FillAsync("Number of the order");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a header" }).ClickAsync();
                var header = dialog.GetByRole(AriaRole.Group, new() { Name = "Authorization" });
                await header.GetByLabel("Secret value").FillAsync("Bearer sk-shop-1234567-abcd");
                await header.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
                await Expect(header.GetByText("••••abcd")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);

                app.Owner.Next(OwnerAnswer.Json("""{"state":"on its way"}"""), OwnerAnswer.Json("""{"state":"delivered"}"""));
                await dialog.GetByLabel("order", new() { Exact = true }).Last.FillAsync("117");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Call now" }).ClickAsync();
                await Expect(dialog.GetByText("It works: status 200")).ToBeVisibleAsync();
                await Expect(dialog.GetByText("\"on its way\"").First).ToBeVisibleAsync();
                Assert.Equal("Bearer sk-shop-1234567-abcd", app.Owner.Requests[^1].Headers["Authorization"]);
                await Axe.AssertNothingSeriousAsync(page);
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
                await Expect(page.GetByText("Draft saved")).ToBeVisibleAsync();

                app.Ai.Next(AiReply.CallTool("order_status", """{"order":118}"""), AiReply.Text("Order 118 is delivered."));
                await page.OpenAsync($"{bot}/simulator");
                await page.GetByLabel("Call own tools for real").CheckAsync();
                await SayAsync(page, "Where is my order 118?");
                await Expect(page.GetByText("Order 118 is delivered.", new() { Exact = true })).ToBeVisibleAsync();
                await page.Locator("summary").Filter(new() { HasText = "order_status" }).ClickAsync();
                await Expect(page.GetByText("\"delivered\"")).ToBeVisibleAsync();
                Assert.Equal("/orders/118", app.Owner.Requests[^1].Path);
                await Axe.AssertNothingSeriousAsync(page);
            },
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = scheme,
            }
        );

    private static async Task SayAsync(IPage page, string text)
    {
        var message = page.GetByRole(AriaRole.Textbox, new() { Name = "Message" });
        await message.FillAsync(text);
        await message.PressAsync("Enter");
    }

    private async Task<string> NewBotAsync(IPage page)
    {
        var email = await page.SignUpAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var member = await db.Memberships.SingleAsync(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email));
        var bot = new Bot(member.AccountId, A.Document().WithPrompt(), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        db.Bots.Add(bot);
        await db.SaveChangesAsync();
        return $"/app/bots/{bot.Id}";
    }

    /// <summary>With the platform's model, and servers of owners on loopback.</summary>
    public sealed class TalkingApp : App
    {
        public AiServer Ai { get; private set; } = null!;

        public OwnerServer Owner { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>
            {
                ["OpenAI:ApiKey"] = "sk-platform-1",
                ["OpenAI:BaseUrl"] = Ai.BaseUrl.AbsoluteUri,
                ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1",
            };

        public override async Task InitializeAsync()
        {
            Ai = await AiServer.StartAsync();
            Owner = await OwnerServer.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Ai.DisposeAsync();
            await Owner.DisposeAsync();
        }
    }
}
