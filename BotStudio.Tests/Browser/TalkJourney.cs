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

/// <summary>An owner talks with the draft: sees answers grow and stops them.</summary>
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

    /// <summary>With the platform's model.</summary>
    public sealed class TalkingApp : App
    {
        public AiServer Ai { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["OpenAI:ApiKey"] = "sk-platform-1", ["OpenAI:BaseUrl"] = Ai.BaseUrl.AbsoluteUri };

        public override async Task InitializeAsync()
        {
            Ai = await AiServer.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Ai.DisposeAsync();
        }
    }
}
