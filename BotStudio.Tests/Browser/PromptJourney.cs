using System.Text.RegularExpressions;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>An owner writes a prompt, tests it against what is live, and publishes knowing what has changed.</summary>
public sealed class PromptJourney(BuildBotJourney.AppWithAi app) : BrowserTest, IClassFixture<BuildBotJourney.AppWithAi>
{
    [Fact]
    public Task A_prompt_is_begun_from_the_library_and_completed_with_variables() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"/app/bots/{bot.Id}/prompt");
                await page.GetByRole(AriaRole.Button, new() { Name = "Begin with a good prompt" }).ClickAsync();
                var dialog = page.GetByRole(AriaRole.Dialog);
                await Expect(dialog.GetByLabel("Search")).ToBeFocusedAsync();
                await page.Keyboard.TypeAsync("restaurant");
                await dialog.GetByText("Restaurant", new() { Exact = false }).First.ClickAsync();
                await Expect(dialog.GetByLabel("The prompt as it will be inserted")).ToContainTextAsync("{{bot.name}}");
                await dialog
                    .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^(Take this prompt|Replace my prompt)$") })
                    .ClickAsync();
                var prompt = page.GetByLabel("What AI is told");
                await Expect(prompt).ToHaveValueAsync(new Regex("{{bot.name}}"));

                await prompt.FillAsync("You are the waiter. Today is ");
                await page.Locator(".editor").First.GetByRole(AriaRole.Button, new() { Name = "Variables" }).ClickAsync();
                await page.Locator("[data-insert='{{date}}']").First.ClickAsync();
                await Expect(prompt).ToHaveValueAsync("You are the waiter. Today is {{date}}");
                await Expect(page.GetByText("for 1,000 messages")).ToBeVisibleAsync();
                await SavedAsync(page);
            }
        );

    [Fact]
    public Task A_draft_is_compared_with_the_live_version_and_its_failing_question_is_seen_before_publishing() =>
        VisitAsync(
            app,
            async page =>
            {
                app.Ai.Always = AiReply.Of(request =>
                    request.Messages[0].Text.Contains("half past eight", StringComparison.Ordinal) ? "We open at 8:30." : "We open at 9:00."
                );
                var bot = await NewBotAsync(page, publishes: true);
                await page.OpenAsync($"/app/bots/{bot.Id}/prompt");
                await page.Locator("textarea[data-place='/prompt/text']").FillAsync("You answer for a café that opens at half past eight.");
                await SavedAsync(page);

                await page.GetByRole(AriaRole.Link, new() { Name = "Test bench" }).ClickAsync();
                await page.GetByLabel("Messages, one a line").FillAsync("When do you open?\nAre you open at nine?");
                await page.GetByRole(AriaRole.Button, new() { Name = "Ask for 4 answers" }).ClickAsync();
                var first = page.GetByRole(AriaRole.Article).First;
                await Expect(first).ToContainTextAsync("We open at 8:30.");
                await Expect(first).ToContainTextAsync("We open at 9:00.");
                await Expect(page.GetByText("2 of 2 answers")).ToHaveCountAsync(2);

                await first.GetByRole(AriaRole.Button, new() { Name = "Keep as a test question" }).ClickAsync();
                await Expect(page.GetByText("It is among the test questions now.")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Test questions" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Edit “When do you open?”" }).ClickAsync();
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Add an expectation" }).ClickAsync();
                await dialog.GetByLabel("contains", new() { Exact = true }).FillAsync("9:00 | 9 am");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
                await Expect(page.GetByText("contains “9:00 | 9 am”")).ToBeVisibleAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Ask live version 1" }).ClickAsync();
                await Expect(page.GetByText("1 of 1 passed", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Switch, new() { Name = "Ask the questions whenever somebody publishes" }))
                    .ToBeCheckedAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
                await Expect(dialog.GetByText("0 of 1 passed", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(dialog.GetByText("1 question got worse")).ToBeVisibleAsync();
                var publish = dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Publish") });
                await Expect(publish).ToBeDisabledAsync();
                await dialog.GetByLabel("Publish in spite of this").CheckAsync();
                await publish.ClickAsync();
                await Expect(page.GetByText("Version 2").First).ToBeVisibleAsync();
            }
        );

    [Fact]
    public Task Real_conversations_are_replayed_and_nobody_hears_of_it() =>
        VisitAsync(
            app,
            async page =>
            {
                app.Ai.Always = AiReply.Text("It costs three euros.");
                var bot = await NewBotAsync(page, publishes: true);
                await TalkAsync(bot);
                await page.OpenAsync($"/app/bots/{bot.Id}/prompt/replay");
                await Expect(page.GetByText("1 message is asked of gpt-4o-mini")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Replay…" }).ClickAsync();
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();

                await page.WaitForURLAsync("**/prompt/replay/*");
                await Expect(page.Locator(".before del")).ToHaveTextAsync("two");
                await Expect(page.Locator(".after ins")).ToHaveTextAsync("three");
                await page.GetByRole(AriaRole.Link, new() { Name = "the conversation" }).ClickAsync();
                await Expect(page.GetByText("It costs two euros.").First).ToBeVisibleAsync();
                await Expect(page.GetByText("It costs three euros.")).ToHaveCountAsync(0);
            }
        );

    [Theory]
    [InlineData(1360, ColorScheme.Light, "en-GB")]
    [InlineData(1360, ColorScheme.Dark, "uk-UA")]
    [InlineData(390, ColorScheme.Dark, "de-DE")]
    public Task Everybody_can_test_a_prompt(int width, ColorScheme scheme, string locale) =>
        VisitAsync(
            app,
            async page =>
            {
                app.Ai.Always = AiReply.Text("It costs three euros.");
                var bot = await NewBotAsync(page, publishes: true);
                await TalkAsync(bot);
                foreach (var part in new[] { "", "/model", "/tests", "/replay" })
                {
                    await page.OpenAsync($"/app/bots/{bot.Id}/prompt{part}");
                    await LookAsync(page);
                }

                await page.OpenAsync($"/app/bots/{bot.Id}/prompt/bench");
                await page.Locator("form.card textarea").FillAsync("How much?\nWhen?");
                await page.Locator("form.card button[type=submit]").ClickAsync();
                await Expect(page.Locator(".answer .bubble .text")).ToHaveCountAsync(4);
                await LookAsync(page);

                await page.Locator("article header button").First.ClickAsync();
                await page.Locator(".toast").First.WaitForAsync();
                await page.OpenAsync($"/app/bots/{bot.Id}/prompt/tests");
                await page.Locator("section[aria-labelledby=runs] .button.primary").ClickAsync();
                await Expect(page.Locator(".state .badge")).ToBeVisibleAsync();
                await LookAsync(page);
                await page.Locator("ol .acts button").Nth(2).ClickAsync();
                await page.Locator("dialog fieldset .row button").ClickAsync();
                await page.Locator("dialog .expectation").WaitForAsync();
                await LookAsync(page);
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 844 },
                ColorScheme = scheme,
                Locale = locale,
            }
        );

    /// <summary>Signs up and has a bot whose AI answers.</summary>
    private async Task<Bot> NewBotAsync(IPage page, bool publishes = false)
    {
        var email = await page.SignUpAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var member = await db.Memberships.SingleAsync(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email));
        var language = (await page.Locator("html").GetAttributeAsync("lang"))!;
        var document = BotTemplates
            .Find("blank")!
            .Create("Café", language, ["en", language])
            .WithPrompt("You answer for a café that opens at nine.");
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var bot = new Bot(member.AccountId, document, now);
        db.Bots.Add(bot);
        await db.SaveChangesAsync();
        if (publishes)
        {
            db.BotVersions.Add(bot.Publish("", userId: null, now));
            await db.SaveChangesAsync();
        }

        return bot;
    }

    /// <summary>As the turns of a contact leave it.</summary>
    private async Task TalkAsync(Bot bot)
    {
        var chats = new Chats(app.Services, app.Services.GetRequiredService<TimeProvider>());
        var chat = await chats.BeginAsync(bot, "Olena");
        await chats.HeardAsync(chat, "How much is a cappuccino?");
        await chats.SaidAsync(
            chat,
            "It costs two euros.",
            new ReplyReason(ReplyStep.Ai, Version: 1),
            ai: new AiUsage("gpt-4o", 120, 8, 900)
        );
    }

    private static Task SavedAsync(IPage page) => Expect(page.Locator("draft-keeper")).ToHaveAttributeAsync("data-state", "saved");

    private static async Task LookAsync(IPage page)
    {
        await Axe.AssertNothingSeriousAsync(page);
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }
}
