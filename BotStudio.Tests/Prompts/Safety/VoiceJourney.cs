using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Prompts.Safety;

/// <summary>An owner says what AI listens to and does not answer, and contacts meet it in Telegram.</summary>
public sealed class VoiceJourney(LiveApp app) : BrowserTest, IClassFixture<LiveApp>
{
    [Fact]
    public Task Switched_on_and_published_a_spoken_question_is_written_down_and_answered() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await BotOfAsync(await page.SignUpAsync());
                await page.OpenAsync($"/app/bots/{bot.Id}/prompt/safety");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Voice messages" })).ToBeVisibleAsync();
                await page.GetByText("Listen to voice messages", new() { Exact = true }).ClickAsync();
                await page.GetByLabel("Longest recording, in minutes").FillAsync("2");
                await page.Locator("label", new() { HasText = "A list of words" }).ClickAsync();
                await page.GetByLabel("Words and phrases").FillAsync("casino");
                await page.GetByLabel("Words and phrases").BlurAsync();
                await Expect(page.GetByText("1 word", new() { Exact = true })).ToBeVisibleAsync();
                await page.GetByText("Keep answers for those who ask the same", new() { Exact = true }).ClickAsync();
                await Expect(page.GetByLabel("For how many hours")).ToHaveValueAsync("24");
                await Axe.AssertNothingSeriousAsync(page);
                await TakePictureAsync(page, "prompt-safety");
                await Expect(page.Locator("draft-keeper")).ToHaveAttributeAsync("data-state", "saved");
                await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Publish version 2" }).ClickAsync();
                await Expect(page.GetByText("Version 2 is published")).ToBeVisibleAsync();

                var anna = bot.Contact();
                app.Ai.NextHears(new AiTranscript("How much is the coffee?"), new AiTranscript("And the casino?"));
                anna.ShowsVoice([.. "OggS"u8, .. new byte[4000]], seconds: 4);
                Assert.Equal("Echo: How much is the coffee?", (await anna.HearsAsync()).Text);
                anna.ShowsVoice([.. "OggS"u8, .. new byte[4000]], seconds: 4);
                Assert.StartsWith("I can't answer that", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
                await bot.QuietAsync();

                var conversation = Assert.Single(await bot.ConversationsAsync());
                await page.OpenAsync($"/app/bots/{bot.Id}/conversations/{conversation.Id}");
                await Expect(page.Locator(".turn").GetByText("How much is the coffee?", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(page.Locator(".turn audio")).ToHaveCountAsync(2);
                await page.Locator("details.why", new() { HasText = "Not let through" }).Locator("summary").ClickAsync();
                await Expect(page.GetByText("has a word in it that is on your list (“casino”)")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await TakePictureAsync(page, "conversation-voice");
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new() { Width = 1280, Height = 860 },
            }
        );

    private async Task<LiveBot> BotOfAsync(string email)
    {
        await using var db = app.OpenDatabase();
        var accountId = await db
            .Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email))
            .Select(m => m.AccountId)
            .SingleAsync();
        var document = A.Document().WithPrompt() with { Media = new MediaSettings { HearsVoice = false } };
        var id = (await app.RunAsync(accountId, (CreateBot act) => act.RunAsync(document, default))).Value;
        var bot = new LiveBot(app, accountId, id, app.Telegram.NewToken());
        await bot.PublishAsync();
        return await bot.ConnectAsync(bot.Token);
    }
}
