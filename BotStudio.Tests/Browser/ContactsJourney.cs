using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>An owner finds contacts, keeps what was found, and looks after one person.</summary>
public sealed class ContactsJourney(App app) : BrowserTest, IClassFixture<App>
{
    [Fact]
    public Task Contacts_are_filtered_tagged_exported_and_one_of_them_is_forgotten() =>
        VisitAsync(
            app,
            async page =>
            {
                var contacts = await GivenContactsAsync(page);
                await page.OpenAsync(contacts);
                await Expect(page.GetByText("3 contacts", new() { Exact = true })).ToBeVisibleAsync();
                await LookAsync(page);

                await page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByLabel("Add a condition").SelectOptionAsync(new SelectOptionValue { Label = "City" });
                await dialog.GetByLabel("Value").FillAsync("lviv");
                await dialog.GetByLabel("State").SelectOptionAsync(new SelectOptionValue { Label = "Reachable" });
                await LookAsync(page);
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
                await Expect(page.GetByText("2 contacts", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(page.GetByText("City contains lviv")).ToBeVisibleAsync();

                await page.GetByRole(AriaRole.Button, new() { Name = "Save as a segment" }).ClickAsync();
                await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Lviv");
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Lviv", Exact = true }))
                    .ToHaveAttributeAsync("aria-current", "true");

                await page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose all that are shown" }).CheckAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Tag…" }).ClickAsync();
                await page.GetByLabel("Add", new() { Exact = true }).FillAsync("local");
                await page.Keyboard.PressAsync("Enter");
                await LookAsync(page);
                await page.GetByRole(AriaRole.Button, new() { Name = "Change tags" }).ClickAsync();
                await Expect(page.GetByText("2 contacts changed")).ToBeVisibleAsync();
                await Expect(page.Locator("tbody .tag").GetByText("local")).ToHaveCountAsync(2);

                var csv = await DownloadAsync(page);
                Assert.StartsWith("\uFEFFId,", csv, StringComparison.Ordinal);
                Assert.Equal(3, csv.Trim().Split("\r\n").Length);

                await page.GetByRole(AriaRole.Link, new() { Name = "Anna" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Anna" })).ToBeVisibleAsync();
                await page.GetByLabel("New note").FillAsync("Likes tea");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add the note" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Listitem).GetByText("Likes tea")).ToBeVisibleAsync();
                await page.GetByLabel("Amount").FillAsync("12.5");
                await page.GetByLabel("Reason").FillAsync("Gift");
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.Locator(".amount")).ToHaveTextAsync("12.5");
                await LookAsync(page);

                await page.GetByRole(AriaRole.Button, new() { Name = "Delete this person’s data" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Dialog).GetByText("1 note")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete this person’s data" }).ClickAsync();
                await Expect(page.GetByText("2 contacts", new() { Exact = true })).ToBeVisibleAsync();
            }
        );

    [Fact]
    public Task A_field_is_defined_on_a_phone_in_the_dark_and_its_problems_are_shown() =>
        VisitAsync(
            app,
            async page =>
            {
                var contacts = await GivenContactsAsync(page);
                await page.OpenAsync(contacts);
                await Expect(page.GetByText("3 contacts", new() { Exact = true })).ToBeVisibleAsync();
                await LookAsync(page);

                await page.GetByRole(AriaRole.Link, new() { Name = "Fields" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Add a field" }).ClickAsync();
                var added = page.Locator("[data-place='/contactFields'] > li").Nth(1);
                await added.GetByLabel("Name").FillAsync("Shoe size");
                await Expect(added.GetByLabel("Key")).ToHaveValueAsync("shoe_size");
                await added.GetByLabel("What it holds").SelectOptionAsync(new SelectOptionValue { Label = "One of several choices" });
                await Expect(added.GetByRole(AriaRole.Alert).Filter(new() { HasText = "choice" })).ToBeVisibleAsync();
                await LookAsync(page);
                await added.GetByLabel("Choices").FillAsync("38\n39");
                await page.Keyboard.PressAsync("Tab");
                await Expect(page.Locator("draft-keeper")).ToHaveAttributeAsync("data-state", "saved");

                await page.OpenAsync(contacts);
                await page.GetByRole(AriaRole.Link, new() { Name = "Anna" }).ClickAsync();
                await page.GetByLabel("Shoe size").SelectOptionAsync("39");
                await Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await LookAsync(page);
            },
            new()
            {
                ColorScheme = ColorScheme.Dark,
                ViewportSize = new() { Width = 390, Height = 844 },
            }
        );

    /// <summary>A bot that three people have written to.</summary>
    /// <returns>The address of its contacts.</returns>
    private async Task<string> GivenContactsAsync(IPage page)
    {
        var email = await page.SignUpAsync();
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var account = await db
            .Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email))
            .Select(m => m.AccountId)
            .SingleAsync();
        var document = A.Document() with { ContactFields = [new ContactField { Key = "city", Label = new LocalizedText("en", "City") }] };
        var bot = new Bot(account, document, TimeProvider.System.GetUtcNow());
        db.Add(bot);
        await db.SaveChangesAsync();
        var chats = new Chats(app.Services, TimeProvider.System);
        foreach (var (name, set) in new[] { ("Anna", "username = 'anna'"), ("Boris", "tags = '{vip}'"), ("Clara", "blocked_at = now()") })
        {
            var chat = await chats.BeginAsync(bot, name);
            await chats.HeardAsync(chat, "Hello");
            await chats.RunAsync($$"""update contacts set {{set}}, fields = '{"city":"Lviv"}' where id = $1""", chat.ContactId);
        }

        return $"/app/bots/{bot.Id}/contacts";
    }

    private static async Task<string> DownloadAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Table for Excel (CSV)" }).ClickAsync()
        );
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        await using var content = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);

        // A reader of texts would swallow the byte order mark.
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static async Task LookAsync(IPage page)
    {
        await Axe.AssertNothingSeriousAsync(page);
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }
}
