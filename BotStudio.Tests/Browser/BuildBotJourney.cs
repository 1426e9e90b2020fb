using System.Text.RegularExpressions;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>An owner writes what the bot says, tries it and publishes it.</summary>
public sealed class BuildBotJourney(BuildBotJourney.AppWithAi app) : BrowserTest, IClassFixture<BuildBotJourney.AppWithAi>
{
    [Fact]
    public Task A_command_with_a_menu_is_written_tried_and_published() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"{bot}/commands");

                await AddCommandAsync(page, "price");
                await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Coffee is **2** euros.");
                await Expect(Preview(page).GetByText("Coffee is 2 euros.")).ToBeVisibleAsync();

                await AddCommandAsync(page, "menu");
                await page.Locator("label", new() { HasText = "A text with buttons" }).ClickAsync();
                await page.GetByLabel("Text above the buttons").FillAsync("What would you like?");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add the first button" }).ClickAsync();
                await CaptionAsync(page, "Prices");
                await page.GetByLabel("Which command").SelectOptionAsync(new SelectOptionValue { Label = "/price" });
                await page.GetByRole(AriaRole.Button, new() { Name = "Add a button to row 1" }).ClickAsync();
                await CaptionAsync(page, "Ask");
                await page.GetByLabel("A tap on it…").SelectOptionAsync(nameof(ButtonAction.SendText));
                await page.GetByLabel("What is sent").FillAsync("Do you have oat milk?");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add a row" }).ClickAsync();
                await CaptionAsync(page, "More");
                await page.GetByLabel("A tap on it…").SelectOptionAsync(nameof(ButtonAction.OpenSubmenu));
                await page.GetByRole(AriaRole.Button, new() { Name = "Fill in this menu" }).ClickAsync();
                await page.GetByLabel("Text of this menu").FillAsync("What else?");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add the first button" }).ClickAsync();
                await CaptionAsync(page, "Coffee");
                await page.GetByLabel("Which command").SelectOptionAsync(new SelectOptionValue { Label = "/price" });
                await page.GetByRole(AriaRole.Button, new() { Name = "Add a button to row 1" }).ClickAsync();
                await CaptionAsync(page, "Site");
                await page.GetByLabel("A tap on it…").SelectOptionAsync(nameof(ButtonAction.OpenLink));
                await page.GetByLabel("Address", new() { Exact = true }).FillAsync("https://example.com");
                var inner = page.Locator("drag-and-drop[data-axis=x] .key");
                await DragAsync(page, inner.First, inner.Nth(1), toLower: false);
                await Expect(inner).ToHaveTextAsync(["Site", "Coffee"]);
                await Preview(page).GetByRole(AriaRole.Button, new() { Name = "Prices" }).ClickAsync();
                await Expect(Preview(page).GetByText("Coffee is 2 euros.")).ToBeVisibleAsync();
                await SavedAsync(page);

                await page.GetByRole(AriaRole.Link, new() { Name = "Simulator" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "/menu" }).ClickAsync();
                await Chat(page).GetByRole(AriaRole.Button, new() { Name = "Prices" }).ClickAsync();
                await Expect(Chat(page).GetByText("Coffee is 2 euros.")).ToBeVisibleAsync();
                await Expect(page.GetByText("The button ran the command /price.")).ToBeVisibleAsync();

                await Chat(page).GetByRole(AriaRole.Button, new() { Name = "More" }).First.ClickAsync();
                await Expect(Chat(page).GetByText("What else?")).ToBeVisibleAsync();
                await Expect(Chat(page).GetByText("What would you like?")).Not.ToBeVisibleAsync();
                await Chat(page).GetByRole(AriaRole.Button, new() { Name = "‹ Back" }).ClickAsync();
                await Expect(Chat(page).GetByText("What would you like?")).ToBeVisibleAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
                await page.GetByLabel("What is new?").FillAsync("Prices");
                await page.GetByRole(AriaRole.Button, new() { Name = "Publish version 1" }).ClickAsync();
                await Expect(page.GetByText("Version 1 is published")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Published" })).ToBeDisabledAsync();
            }
        );

    [Fact]
    public Task The_model_answers_in_the_simulator_and_says_what_it_was_told() =>
        VisitAsync(
            app,
            async page =>
            {
                app.Ai.Next(AiReply.Text("Yes, **oat** and soy."), AiReply.Status(401, "invalid_api_key"));
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"{bot}/prompt");
                await page.GetByLabel("What AI is told").FillAsync("You serve coffee to {{contact.first_name}}.");
                await SwitchOnAsync(page);
                await SavedAsync(page);

                await page.GetByRole(AriaRole.Link, new() { Name = "Simulator" }).ClickAsync();
                await page.GetByLabel("Message", new() { Exact = true }).FillAsync("Do you have oat milk?");
                await page.Keyboard.PressAsync("Enter");
                await Expect(Chat(page).GetByText("Yes, oat and soy.")).ToBeVisibleAsync();
                await Expect(page.GetByText("No command fits, so AI was asked.")).ToBeVisibleAsync();
                await page.GetByText("The whole prompt").ClickAsync();
                await Expect(page.GetByText("You serve coffee to Alex.")).ToBeVisibleAsync();

                await page.GetByLabel("Message", new() { Exact = true }).FillAsync("And cream?");
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.GetByText("AI could not answer, so the fallback text did")).ToBeVisibleAsync();
            }
        );

    [Fact]
    public Task Two_windows_follow_each_other_and_overwrite_nothing_in_silence() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"{bot}/commands/texts/fallback");
                var other = await page.Context.NewPageAsync();
                await other.OpenAsync($"{bot}/commands/texts/fallback");

                await Text(page).FillAsync("From the first window");
                await Expect(Text(other)).ToHaveValueAsync("From the first window");
                await Expect(other.GetByText("Your change from another window is here")).ToBeVisibleAsync();

                await Task.WhenAll(Text(page).FillAsync("One"), Text(other).FillAsync("Two"));
                var loser = await Task.WhenAny(LosesAsync(page), LosesAsync(other)).Unwrap();
                var mine = await Text(loser).InputValueAsync();
                await loser.GetByRole(AriaRole.Button, new() { Name = "Compare and decide" }).ClickAsync();
                var dialog = loser.GetByRole(AriaRole.Dialog);
                await Expect(dialog.Locator("ins").GetByText("One").Or(dialog.GetByText("Two")).First).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(loser);

                await dialog.GetByRole(AriaRole.Button, new() { Name = "Save mine over it" }).ClickAsync();
                await SavedAsync(loser);
                await Expect(Text(loser == page ? other : page)).ToHaveValueAsync(mine);
            }
        );

    [Fact]
    public Task Words_that_never_reached_the_server_come_back() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page);
                await page.OpenAsync($"{bot}/commands/texts/fallback");
                await page.WaitForFunctionAsync("() => customElements.get('draft-keeper')");
                await Text(page).FocusAsync();
                await page.EvaluateAsync("() => { WebSocket.prototype.send = () => {}; }");

                await Text(page).FillAsync("Typed into the void");
                await page.ReloadAsync();

                await Expect(page.GetByText("What you had typed is back")).ToBeVisibleAsync();
                await Expect(Text(page)).ToHaveValueAsync("Typed into the void");
                await SavedAsync(page);
                await page.ReloadAsync();
                await page.AnswersAsync();
                await Expect(Text(page)).ToHaveValueAsync("Typed into the void");
            }
        );

    [Fact]
    public Task Commands_and_buttons_are_moved_by_mouse_and_by_keyboard() =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page, "shop");
                await page.OpenAsync($"{bot}/commands");
                var names = page.GetByRole(AriaRole.List, new() { Name = "Commands" }).Locator("b");
                var before = await names.AllTextContentsAsync();

                await DragAsync(page, page.Locator("[data-drag] .grip").First, page.Locator("[data-drag]").Nth(2), toLower: true);
                await Expect(names).ToHaveTextAsync([before[1], before[2], before[0], .. before.Skip(3)]);

                await page.GetByRole(AriaRole.Link, new() { Name = before[0] }).First.FocusAsync();
                await page.Keyboard.PressAsync("Alt+ArrowUp");
                await Expect(names).ToHaveTextAsync([before[1], before[0], before[2], .. before.Skip(3)]);
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = before[0] }).First).ToBeFocusedAsync();

                await page.GetByRole(AriaRole.Link, new() { Name = "/catalog" }).First.ClickAsync();
                var keys = page.Locator("drag-and-drop[data-axis=x] .key");
                await keys.First.ScrollIntoViewIfNeededAsync();
                var captions = await keys.AllInnerTextsAsync();
                await DragAsync(page, keys.First, keys.Nth(2), toLower: false);
                await Expect(keys)
                    .ToHaveTextAsync([
                        captions[1].Trim(),
                        captions[2].Trim(),
                        captions[0].Trim(),
                        .. captions.Skip(3).Select(c => c.Trim()),
                    ]);
                await SavedAsync(page);
            }
        );

    [Theory]
    [InlineData(1280, ColorScheme.Light, "en-GB")]
    [InlineData(1280, ColorScheme.Dark, "uk-UA")]
    [InlineData(390, ColorScheme.Light, "de-DE")]
    public Task Everybody_can_build_a_bot(int width, ColorScheme scheme, string locale) =>
        VisitAsync(
            app,
            async page =>
            {
                var bot = await NewBotAsync(page, "shop");
                foreach (var part in new[] { "/prompt", "/commands", "/commands/texts/welcome", "/simulator" })
                {
                    await page.OpenAsync(bot + part);
                    await LookAsync(page);
                }

                await page.OpenAsync($"{bot}/commands");
                var menu = page.Locator("drag-and-drop a.row").Nth(1);
                await menu.ClickAsync();
                await page.Locator("drag-and-drop[data-axis=x] .key").First.ClickAsync();
                await LookAsync(page);

                await page.OpenAsync($"{bot}/simulator");
                await page.Locator(".begin .button").ClickAsync();
                await page.Locator(".why").First.WaitForAsync();
                await LookAsync(page);
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 844 },
                ColorScheme = scheme,
                Locale = locale,
            }
        );

    /// <summary>Signs up and has a bot. How one is made on the page is FirstBotJourney's.</summary>
    /// <returns>The bot's address.</returns>
    private async Task<string> NewBotAsync(IPage page, string template = "blank")
    {
        var email = await page.SignUpAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var member = await db.Memberships.SingleAsync(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email));
        var language = (await page.Locator("html").GetAttributeAsync("lang"))!;
        var document = BotTemplates.Find(template)!.Create("Coffee", language, ["en", language]);
        var bot = new Bot(member.AccountId, document, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        db.Bots.Add(bot);
        await db.SaveChangesAsync();
        return $"/app/bots/{bot.Id}";
    }

    private static async Task AddCommandAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Add command" }).ClickAsync();
        var field = page.GetByLabel("Command", new() { Exact = true });
        await Expect(field).ToBeFocusedAsync();
        await field.FillAsync(name);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "/" + name })).ToBeVisibleAsync();
    }

    private static async Task SwitchOnAsync(IPage page)
    {
        var active = page.GetByRole(AriaRole.Switch, new() { Name = "AI answers" });
        if (!await active.IsCheckedAsync())
        {
            await page.GetByText("AI answers", new() { Exact = true }).ClickAsync();
        }

        await Expect(active).ToBeCheckedAsync();
    }

    private static async Task DragAsync(IPage page, ILocator from, ILocator to, bool toLower)
    {
        // Away from the edges, where dragging scrolls; hovering waits until what was just opened has come to rest.
        await from.EvaluateAsync("item => item.scrollIntoView({ block: 'center', behavior: 'instant' })");
        await from.HoverAsync();
        var (start, end) = ((await from.BoundingBoxAsync())!, (await to.BoundingBoxAsync())!);
        await page.Mouse.MoveAsync(start.X + (start.Width / 2), start.Y + (start.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(start.X + (start.Width / 2), start.Y + start.Height, new() { Steps = 3 });
        await page.Mouse.MoveAsync(
            toLower ? end.X + 60 : end.X + end.Width - 6,
            toLower ? end.Y + end.Height - 4 : end.Y + (end.Height / 2),
            new() { Steps = 5 }
        );
        await page.Mouse.UpAsync();
    }

    private static async Task<IPage> LosesAsync(IPage page)
    {
        await page.GetByText("so nothing was overwritten").First.WaitForAsync();
        return page;
    }

    private static async Task LookAsync(IPage page)
    {
        await Axe.AssertNothingSeriousAsync(page);
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }

    private static Task SavedAsync(IPage page) => Expect(page.Locator("draft-keeper")).ToHaveAttributeAsync("data-state", "saved");

    private static ILocator Text(IPage page) => page.GetByLabel("Text when nothing fits");

    private static ILocator Preview(IPage page) => page.GetByRole(AriaRole.Group, new() { Name = "Preview of the answer" });

    /// <summary>The caption of another button is there until the new one's comes.</summary>
    private static async Task CaptionAsync(IPage page, string caption)
    {
        var field = page.GetByLabel("Caption");
        await Expect(field).ToHaveValueAsync("");
        await field.FillAsync(caption);
    }

    private static ILocator Chat(IPage page) => page.GetByRole(AriaRole.Group, new() { Name = "Chat with the draft" });

    /// <summary>With a model to ask.</summary>
    public sealed class AppWithAi : App
    {
        public AiServer Ai { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["OpenAI:ApiKey"] = "sk-test", ["OpenAI:BaseUrl"] = Ai.BaseUrl.AbsoluteUri };

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
