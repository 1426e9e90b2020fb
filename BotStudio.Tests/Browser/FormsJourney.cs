using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Data;
using BotStudio.Core.Forms.Starters;
using BotStudio.Tests.Forms.Entries;
using BotStudio.Tests.Support;
using BotStudio.Web.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>An owner builds a form, fills it in and looks at what came in.</summary>
public sealed class FormsJourney(App app) : BrowserTest, IClassFixture<App>
{
    [Fact]
    public Task A_form_is_built_published_filled_in_and_its_entry_seen() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"/app/bots/{bot.Id}/forms");

                await page.GetByRole(AriaRole.Button, new() { Name = "New form" }).ClickAsync();
                await page.GetByText("Empty form").ClickAsync();
                await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Cake");
                await page.GetByRole(AriaRole.Button, new() { Name = "Create the form" }).ClickAsync();

                await AddAsync(page, "Text");
                await page.Keyboard.TypeAsync("Whose birthday is it?");
                await AddAsync(page, "One choice");
                await page.Keyboard.TypeAsync("Which cake?");
                await page.GetByLabel("Option 1", new() { Exact = true }).FillAsync("Chocolate");
                await page.GetByLabel("Option 1", new() { Exact = true }).PressAsync("Enter");
                await Expect(page.GetByLabel("Option 2", new() { Exact = true })).ToBeFocusedAsync();
                await page.Keyboard.TypeAsync("Cheese");
                await AddAsync(page, "Number");
                await page.Keyboard.TypeAsync("How many candles?");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add a condition" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Add the command /cake" }).ClickAsync();
                await Expect(Preview(page)).ToContainTextAsync("How many candles?");

                await page.GetByRole(AriaRole.Button, new() { Name = "From the beginning" }).ClickAsync();
                await FillAsync(page, Preview(page));
                await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What would happen" })).ToContainTextAsync("Chocolate");

                await SavedAsync(page);
                await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
                await Expect(page.GetByText("Version 1").First).ToBeVisibleAsync();

                await page.OpenAsync($"/app/bots/{bot.Id}/simulator");
                var chat = page.GetByRole(AriaRole.Group, new() { Name = "Chat with the draft" });
                await page.GetByRole(AriaRole.Button, new() { Name = "/cake" }).ClickAsync();
                await FillAsync(page, chat);
                await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What would happen" })).ToContainTextAsync("Olena");

                await FillForRealAsync(bot);
                await page.OpenAsync($"/app/bots/{bot.Id}/forms");
                await page.GetByRole(AriaRole.Link, new() { Name = "1 entry" }).ClickAsync();
                await page.Locator("button.open").ClickAsync();
                await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Cheese");
                await page.GetByRole(AriaRole.Dialog).GetByText("Done", new() { Exact = true }).ClickAsync();
                await page.Keyboard.PressAsync("Escape");
                await Expect(page.Locator("select.work")).ToHaveValueAsync("Done");
                await page.ReloadAsync();
                await Expect(page.Locator("select.work")).ToHaveValueAsync("Done");
            }
        );

    [Fact]
    public Task Who_types_fast_loses_no_letter() =>
        VisitAsync(
            app,
            async page =>
            {
                const string words = "The quick brown fox jumps over the lazy dog, again and again";
                var bot = await NewBotAsync(page, "feedback");
                await page.OpenAsync($"/app/bots/{bot.Id}/forms/{FormOf(bot).Id}");
                await page.Locator(".question .head").First.ClickAsync();

                foreach (var label in new[] { "Question", "Option 1" })
                {
                    var input = page.GetByLabel(label, new() { Exact = true });
                    await input.FillAsync("");
                    await page.Keyboard.TypeAsync(words, new() { Delay = 8 });
                    await SavedAsync(page);
                    await Expect(input).ToHaveValueAsync(words);
                }

                await page.ReloadAsync();
                await Expect(page.Locator(".question .name").First).ToContainTextAsync("Rating");
                await page.Locator(".question .head").First.ClickAsync();
                await Expect(page.GetByLabel("Option 1", new() { Exact = true })).ToHaveValueAsync(words);
            }
        );

    [Fact]
    public Task Questions_and_options_are_moved_by_mouse_each_within_its_own_list() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page, "feedback");
                await page.OpenAsync($"/app/bots/{bot.Id}/forms/{FormOf(bot).Id}");
                var names = page.Locator(".question .name");
                var before = await names.AllInnerTextsAsync();

                await DragAsync(page, page.Locator(".question .grip").First, page.Locator(".question").Nth(2));
                await Expect(names).ToHaveTextAsync([before[1], before[2], before[0], .. before.Skip(3)]);

                await page.Locator(".question .head").Nth(2).ClickAsync();
                var options = page.Locator("fieldset.options li");
                await DragAsync(page, options.First.Locator(".grip"), options.Nth(2));
                await Expect(options.First.Locator("input")).ToHaveValueAsync("⭐⭐⭐⭐");
                await Expect(names).ToHaveTextAsync([before[1], before[2], before[0], .. before.Skip(3)]);
                await SavedAsync(page);
            }
        );

    [Theory]
    [InlineData(1360, ColorScheme.Light, "en-GB")]
    [InlineData(1360, ColorScheme.Dark, "uk-UA")]
    [InlineData(390, ColorScheme.Light, "de-DE")]
    public Task Everybody_can_build_forms_and_read_entries(int width, ColorScheme scheme, string locale) =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page, "order");
                await FillForRealAsync(bot);
                var form = $"/app/bots/{bot.Id}/forms/{FormOf(bot).Id}";

                await page.OpenAsync($"/app/bots/{bot.Id}/forms");
                await LookAsync(page);
                await page.OpenAsync(form);
                foreach (var question in new[] { 1, 2, 3 })
                {
                    await page.Locator(".question .head").Nth(question).ClickAsync();
                    await page.Locator(".question .body").WaitForAsync();
                    await LookAsync(page);
                }

                await page.GetByRole(AriaRole.Tab).Nth(1).ClickAsync();
                await page.Locator(".catalogue button").First.ClickAsync();
                await LookAsync(page);
                await page.GetByRole(AriaRole.Tab).Nth(2).ClickAsync();
                await LookAsync(page);

                await page.OpenAsync(form + "/entries");
                await page.Locator("button.open").WaitForAsync();
                await LookAsync(page);
                await page.Locator("button.open").ClickAsync();
                await page.Locator("dialog .answers").WaitForAsync();
                await LookAsync(page);
                await page.OpenAsync($"/app/bots/{bot.Id}/forms/entries");
                await page.Locator("button.open").WaitForAsync();
                await LookAsync(page);
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 844 },
                ColorScheme = scheme,
                Locale = locale,
            }
        );

    /// <summary>Signs up and has a bot with the form of a starter, or none.</summary>
    private async Task<Bot> NewBotAsync(IPage page, string? starter = null)
    {
        var email = await page.SignUpAsync();
        await using var db = OpenDatabase();
        var member = await db.Memberships.SingleAsync(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email));
        var language = (await page.Locator("html").GetAttributeAsync("lang"))!;
        var document = BotTemplates.Find("blank")!.Create("Bakery", language, ["en", language]);
        if (starter is not null)
        {
            document = document.Insert(FormStarters.Find(starter)!.Create(starter, document));
        }

        var bot = new Bot(member.AccountId, document, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        db.Bots.Add(bot);
        await db.SaveChangesAsync();
        return bot;
    }

    /// <summary>As the turns of a contact leave it. How they do is FormTalkTests'.</summary>
    private async Task FillForRealAsync(Bot bot)
    {
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var chat = await new Chats(app.Services, clock).BeginAsync(bot, "Olena");
        await using var db = OpenDatabase();
        var draft = DocumentJson.Read(await db.Bots.Where(b => b.Id == bot.Id).Select(b => b.Draft).SingleAsync());
        await db.AddEntryAsync(
            chat,
            draft.Forms[0].Id,
            clock.GetUtcNow().AddMinutes(-5),
            answers: [.. draft.Forms[0].Fields.Take(2).Select(field => StoredEntries.Answer(field.Id, "Cheese"))]
        );
    }

    private BotStudioDb OpenDatabase() => app.Services.GetRequiredService<PlatformDb>().Open();

    private static Core.Forms.Form FormOf(Bot bot) => DocumentJson.Read(bot.Draft).Forms[0];

    private static async Task AddAsync(IPage page, string type)
    {
        var before = await page.Locator(".question").CountAsync();
        await page.Locator(".add .catalogue button").Filter(new() { HasText = type }).First.ClickAsync();
        await Expect(page.Locator(".question")).ToHaveCountAsync(before + 1);
        await Expect(page.GetByLabel("Question", new() { Exact = true })).ToBeFocusedAsync();
    }

    private static async Task FillAsync(IPage page, ILocator chat)
    {
        await chat.GetByLabel("Message", new() { Exact = true }).FillAsync("Olena");
        await page.Keyboard.PressAsync("Enter");
        await chat.GetByRole(AriaRole.Button, new() { Name = "Chocolate" }).ClickAsync();
        await Expect(chat).ToContainTextAsync("✅ Chocolate");
        await chat.GetByLabel("Message", new() { Exact = true }).FillAsync("ten");
        await page.Keyboard.PressAsync("Enter");
        await chat.GetByLabel("Message", new() { Exact = true }).FillAsync("10");
        await page.Keyboard.PressAsync("Enter");
        await chat.GetByRole(AriaRole.Button, new() { Name = "✅ Send", Exact = true }).ClickAsync();
        await Expect(chat).ToContainTextAsync("Your answers have arrived");
    }

    private static async Task DragAsync(IPage page, ILocator from, ILocator to)
    {
        // Away from the edges, where dragging scrolls; hovering waits until what was just opened has come to rest.
        await from.EvaluateAsync("item => item.scrollIntoView({ block: 'center', behavior: 'instant' })");
        await from.HoverAsync();
        var (start, end) = ((await from.BoundingBoxAsync())!, (await to.BoundingBoxAsync())!);
        await page.Mouse.MoveAsync(start.X + (start.Width / 2), start.Y + (start.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(start.X + (start.Width / 2), start.Y + start.Height, new() { Steps = 3 });
        await page.Mouse.MoveAsync(end.X + 60, end.Y + end.Height - 4, new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    private static async Task LookAsync(IPage page)
    {
        await Axe.AssertNothingSeriousAsync(page);
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }

    private static Task SavedAsync(IPage page) => Expect(page.Locator("draft-keeper")).ToHaveAttributeAsync("data-state", "saved");

    private static ILocator Preview(IPage page) => page.GetByRole(AriaRole.Group, new() { Name = "Preview of the form" });
}
