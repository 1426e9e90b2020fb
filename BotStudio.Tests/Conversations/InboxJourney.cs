using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Tests.Files;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Conversations;

/// <summary>Somebody of the account answers a contact in the browser, and the contact reads it in Telegram.</summary>
public sealed class InboxJourney(LiveApp app) : BrowserTest, IClassFixture<LiveApp>
{
    [Fact]
    public Task A_contact_asks_for_a_person_who_comes_answers_with_a_picture_and_hands_back() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await BotOfAsync(await page.SignUpAsync());
                var anna = await WritingAsync(bot);
                await page.OpenAsync($"/app/bots/{bot.Id}/conversations");

                await Expect(page).ToHaveTitleAsync(new Regex(@"^\(1\) Conversations"));
                await Expect(page.Locator(".sections .count")).ToHaveTextAsync(new Regex("^1"));
                await page.GetByRole(AriaRole.Button, new() { Name = "Waiting" }).ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Anna") }).ClickAsync();
                await Expect(page.GetByText("Asked for a person")).ToBeVisibleAsync();
                await SeePictureAsync(page);
                await Axe.AssertNothingSeriousAsync(page);
                await TakePictureAsync(page, "inbox-waiting");

                await page.GetByRole(AriaRole.Button, new() { Name = "Take over" }).ClickAsync();
                Assert.Contains("joined the chat", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
                await Expect(page).ToHaveTitleAsync(new Regex("^Conversations"));
                var answer = page.GetByPlaceholder("Write an answer, or / for a saved reply");
                await answer.FillAsync("Hello Anna, *how* can I help?");
                await answer.PressAsync("Enter");
                Assert.Equal("Hello Anna, *how* can I help?", (await anna.HearsAsync()).Text);
                await Expect(answer).ToHaveValueAsync("");

                await SendPictureAsync(page, answer);
                var picture = await anna.HearsAsync();
                Assert.Equal(("photo", "This one?"), (picture.Media!.Kind, picture.Text));
                Assert.Equal(Pictures.Png(320, 200), picture.Media.Content);

                await SaveReplyAsync(page);
                await answer.FillAsync("/ho");
                await Axe.AssertNothingSeriousAsync(page);
                await TakePictureAsync(page, "inbox-replies");
                await answer.PressAsync("Enter");
                await Expect(answer).ToHaveValueAsync("We are open from 9 to 18.");
                await answer.PressAsync("Enter");
                Assert.Equal("We are open from 9 to 18.", (await anna.HearsAsync()).Text);

                anna.Says("Thank you!");
                await Expect(page.Locator(".turn").GetByText("Thank you!")).ToBeVisibleAsync();
                Assert.False(anna.HasNews);
                await TakePictureAsync(page, "inbox-answering");

                await page.GetByRole(AriaRole.Button, new() { Name = "Hand back to the bot" }).ClickAsync();
                await Expect(page.GetByText("The bot answers here.")).ToBeVisibleAsync();
                anna.Says("/price");
                Assert.Equal("Five euros", (await anna.HearsAsync()).Text);
                // Once from the beginning, once from now.
                await Expect(page.Locator(".turn").GetByText("Five euros")).ToHaveCountAsync(2);
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new() { Width = 1280, Height = 860 },
            }
        );

    [Fact]
    public Task What_was_said_long_ago_is_found_and_shown_in_its_place() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await BotOfAsync(await page.SignUpAsync());
                var anna = bot.Contact();
                anna.Says("My order number is 4711");
                await anna.HearsAsync();
                for (var i = 0; i < 40; i++)
                {
                    anna.Says($"message {i}");
                    await anna.HearsAsync();
                }

                await bot.QuietAsync();
                var conversation = Assert.Single(await bot.ConversationsAsync());
                await page.OpenAsync($"/app/bots/{bot.Id}/conversations/{conversation.Id}");
                await Expect(page.GetByText("message 39")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Search this conversation" }).ClickAsync();
                await page.GetByRole(AriaRole.Searchbox, new() { Name = "Find in this conversation" }).FillAsync("4711");

                await Expect(page.GetByText("1 of 1")).ToBeVisibleAsync();
                await Expect(page.Locator(".turn.found")).ToContainTextAsync("My order number is 4711");
                await Expect(page.Locator(".turn.found")).ToBeInViewportAsync();
                await page.GetByRole(AriaRole.Searchbox, new() { Name = "Find in this conversation" }).PressAsync("Escape");
                await Expect(page.Locator(".turn.found")).ToHaveCountAsync(0);
            }
        );

    [Fact]
    public Task On_a_phone_in_the_dark_one_pane_is_there_at_a_time() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await BotOfAsync(await page.SignUpAsync());
                await WritingAsync(bot);
                await page.OpenAsync($"/app/bots/{bot.Id}/conversations");
                await Expect(page.GetByText("Asked for a person")).ToHaveCountAsync(0);
                await TakePictureAsync(page, "inbox-phone-list");

                await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Anna") }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Take over" }).ClickAsync();
                await Expect(page.GetByPlaceholder("Write an answer, or / for a saved reply")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Checkout.Path("TestResults/inbox-phone.png") });
                await page.GetByRole(AriaRole.Link, new() { Name = "To the list" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Find a contact or a text" })).ToBeVisibleAsync();
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new() { Width = 390, Height = 844 },
                ColorScheme = ColorScheme.Dark,
                HasTouch = true,
            }
        );

    private static async Task SeePictureAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the picture large" }).ClickAsync();
        var large = page.GetByRole(AriaRole.Dialog).Locator("img");
        await Expect(large).ToBeVisibleAsync();
        Assert.Equal(600, await large.EvaluateAsync<int>("async img => { await img.decode(); return img.naturalWidth; }"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static async Task SendPictureAsync(IPage page, ILocator answer)
    {
        await page.GetByLabel("Attach a picture or a file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "house.png",
                    MimeType = "image/png",
                    Buffer = Pictures.Png(320, 200),
                }
            );
        await Expect(page.GetByText("house.png")).ToBeVisibleAsync();
        await answer.FillAsync("This one?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    private static async Task SaveReplyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved replies" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "New reply" }).ClickAsync();
        await dialog.GetByLabel("Shortcut").FillAsync("hours");
        await dialog.GetByLabel("Text").FillAsync("We are open from 9 to 18.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(dialog.GetByText("/hours")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    /// <summary>Anna has sent a bit of everything and waits for a person.</summary>
    private async Task<TelegramContact> WritingAsync(LiveBot bot)
    {
        var anna = bot.Contact();
        anna.Says("/price");
        await anna.HearsAsync();
        anna.ShowsPhoto(Pictures.Png(600, 400), "Do you have this colour?");
        await anna.HearsAsync();
        anna.ShowsVoice([.. "OggS"u8, .. new byte[4000]], seconds: 12);
        await anna.HearsAsync();
        anna.ShowsDocument("%PDF-1.7 an offer"u8.ToArray(), "offer.pdf");
        await anna.HearsAsync();
        anna.Shows("location", new JsonObject { ["latitude"] = 49.8397, ["longitude"] = 24.0297 });
        await anna.HearsAsync();
        anna.Shows(
            "contact",
            new JsonObject
            {
                ["phone_number"] = "+380501234567",
                ["first_name"] = "Anna",
                ["user_id"] = anna.Id,
            }
        );
        await anna.HearsAsync();
        await bot.QuietAsync();
        await app.ExecuteAsync($"update conversations set human_wanted_at = now() where bot_id = '{bot.Id}'");
        return anna;
    }

    private async Task<LiveBot> BotOfAsync(string email)
    {
        await using var db = app.OpenDatabase();
        var accountId = await db
            .Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email))
            .Select(m => m.AccountId)
            .SingleAsync();
        var id = (
            await app.RunAsync(accountId, (CreateBot act) => act.RunAsync(A.Document(A.TextCommand("price", "Five euros")), default))
        ).Value;
        var bot = new LiveBot(app, accountId, id, app.Telegram.NewToken());
        await bot.PublishAsync();
        return await bot.ConnectAsync(bot.Token);
    }
}
