using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;
using BotStudio.Web.Forms.Entries;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Forms.Entries;

public sealed class EntriesPageTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    private Guid olena;
    private Guid pavlo;

    protected override BotDocument Document => SomeForm.In(SomeForm.WithEverything());

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Nothing_yet_says_how_something_comes_in()
    {
        var page = await ShowAsync();

        Assert.Equal("Nothing has come in yet", page.Find(".empty h2").TextContent);
    }

    [Fact]
    public async Task Answers_stand_in_columns_the_latest_first_with_totals_above()
    {
        await FillAsync();

        var page = await ShowAsync();

        Assert.Equal(["Pavlo", "Olena"], Names(page));
        Assert.Equal(["Begun", "Contact", "Status", "Name", "How many?", "Your e-mail?", "Your phone?", "When?"], Heads(page));
        Assert.Contains("2.5", Row(page, "Olena").TextContent, StringComparison.Ordinal);
        Assert.Equal(["2", "1 50%", "1", "0", "1", "2 min"], page.FindAll(".totals dd").Select(number => number.TextContent.Trim()));
        Assert.Contains("1 stopped (50%)", page.FindAll(".steps li")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_are_searched_narrowed_down_and_sorted_by_their_address()
    {
        await FillAsync();
        var page = await ShowAsync();

        await page.InvokeAsync(() => page.Find("input[type='search']").ChangeAsync(new ChangeEventArgs { Value = "petren" }));
        Assert.EndsWith("?search=petren", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["Olena"], Names(page)));

        await page.InvokeAsync(() =>
            page.FindAll(".filters button").Single(button => button.TextContent.Trim() == "Show all").ClickAsync(new())
        );
        await page.InvokeAsync(() => page.Find(".filters select").ChangeAsync(new ChangeEventArgs { Value = "InProgress" }));
        page.WaitForAssertion(() => Assert.Equal(["Pavlo"], Names(page)));

        await page.InvokeAsync(() => page.Find(".filters select").ChangeAsync(new ChangeEventArgs { Value = "" }));
        await page.InvokeAsync(() => page.FindAll("th .sort").Single(head => head.TextContent.Trim() == "Contact").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Equal(["Olena", "Pavlo"], Names(page)));
        Assert.Equal("ascending", page.Find("th[aria-sort]").GetAttribute("aria-sort"));

        await page.InvokeAsync(() =>
            page.Find("input[type='date']")
                .ChangeAsync(
                    new ChangeEventArgs { Value = Clock.Now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) }
                )
        );
        page.WaitForAssertion(() => Assert.Equal(["Pavlo"], Names(page)));
        await page.InvokeAsync(() => page.Find("input[type='search']").ChangeAsync(new ChangeEventArgs { Value = "nobody" }));
        page.WaitForAssertion(() => Assert.Equal("Nothing found", page.Find(".empty h2").TextContent));
    }

    [Fact]
    public async Task An_entry_shows_each_answer_with_what_it_came_with()
    {
        await FillAsync();
        Navigation.NavigateTo($"/app/bots/{Bot.Id}/forms/order/entries?entry={olena}");

        var page = await ShowAsync();

        var dialog = page.WaitForElement("dialog:has(a[href^='mailto'])");
        Assert.Equal("mailto:olena@example.com", dialog.QuerySelector("a[href^='mailto']")!.GetAttribute("href"));
        Assert.StartsWith(
            "https://maps.google.com/?q=50.45",
            dialog.QuerySelector("a[href*='maps']")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
        Assert.Contains("The picture is not here", dialog.TextContent, StringComparison.Ordinal);
        Assert.Contains("Petrenko", dialog.TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() =>
            page.FindAll("dialog footer button, dialog .foot button")
                .Single(button => button.TextContent.Trim() == "Close")
                .ClickAsync(new())
        );
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog .answers")));
    }

    [Fact]
    public async Task What_was_done_is_chosen_in_the_row_and_for_several_at_once()
    {
        await FillAsync();
        var page = await ShowAsync();

        await page.InvokeAsync(() => Row(page, "Olena").QuerySelector("select")!.ChangeAsync(new ChangeEventArgs { Value = "InWork" }));
        Assert.Equal(EntryWork.InWork, await WorkOfAsync(olena));

        await page.InvokeAsync(() => page.Find("th input[type='checkbox']").ChangeAsync(new ChangeEventArgs { Value = true }));
        Assert.Equal("2 are chosen", page.Find(".chosen b").TextContent);
        await page.InvokeAsync(() =>
            page.FindAll(".chosen button").Single(button => button.TextContent.Trim() == "Mark as: Done").ClickAsync(new())
        );
        Assert.Equal(EntryWork.Done, await WorkOfAsync(olena));
    }

    [Fact]
    public async Task Deleting_asks_first_and_names_what_is_lost()
    {
        await FillAsync();
        var page = await ShowAsync();
        await page.InvokeAsync(() => page.FindAll("td.tick input")[0].ChangeAsync(new ChangeEventArgs { Value = true }));

        _ = page.InvokeAsync(() =>
            page.FindAll(".chosen button").Single(button => button.TextContent.Trim() == "Delete").ClickAsync(new())
        );
        page.WaitForElement(".losses");
        Assert.Contains("1 entry with all its answers, for good", page.Find(".losses").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync());
        await page.InvokeAsync(() => page.FindAll("dialog form").Single().SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal(["Olena"], Names(page)));
        Assert.Equal("1 entry is deleted", Toasts.Single().Text);
    }

    [Fact]
    public async Task Columns_that_do_not_fit_are_put_away_and_can_be_taken_out()
    {
        await FillAsync();
        var page = await ShowAsync();

        await page.InvokeAsync(() => page.FindAll(".choices input")[5].ChangeAsync(new ChangeEventArgs { Value = true }));
        await page.InvokeAsync(() => page.FindAll(".choices input")[0].ChangeAsync(new ChangeEventArgs { Value = false }));

        Assert.Equal(["How many?", "Your e-mail?", "Your phone?", "When?", "Which size?"], Heads(page).Skip(3));
        Assert.Equal(["entry-columns:order", "door extras name place"], JSInterop.Invocations["localStorage.setItem"][^1].Arguments);
    }

    [Fact]
    public async Task All_forms_together_say_which_one_it_was_also_a_deleted_one()
    {
        await FillAsync();
        var chat = await Chats.BeginAsync(Bot, "Ivan");
        await using (var db = OpenDatabase())
        {
            await db.AddEntryAsync(chat, "gone", Clock.Now.AddHours(1), answers: StoredEntries.Answer("colour", "Green"));
        }

        var page = await ShowAsync(form: null);

        Assert.Equal(["Ivan", "Pavlo", "Olena"], Names(page));
        Assert.Contains("Deleted form", Row(page, "Ivan").TextContent, StringComparison.Ordinal);
        Assert.Contains("Green", Row(page, "Ivan").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".totals"));
    }

    [Fact]
    public async Task A_file_is_of_what_is_shown()
    {
        await FillAsync();
        Navigation.NavigateTo($"/app/bots/{Bot.Id}/forms/order/entries?status=completed");

        var page = await ShowAsync();

        Assert.Contains(
            $"/app/bots/{Bot.Id}/entries/export.csv?form=order&status=completed",
            page.FindAll("a[download]").Select(link => link.GetAttribute("href"))
        );
    }

    [Fact]
    public async Task Who_may_only_look_works_on_nothing()
    {
        await FillAsync();
        Role = Role.Viewer;

        var page = await ShowAsync();

        Assert.Empty(page.FindAll(".tick, td select, a[download]"));
        Assert.Equal(["Pavlo", "Olena"], Names(page));
    }

    [Fact]
    public async Task A_long_list_is_gone_through_page_by_page()
    {
        var chat = await Chats.BeginAsync(Bot, "Olena");
        await using (var db = OpenDatabase())
        {
            for (var i = 0; i < EntriesView.PageSize + 2; i++)
            {
                await db.AddEntryAsync(chat, "order", Clock.Now.AddMinutes(-i));
            }
        }

        var page = await ShowAsync();
        Assert.Equal(EntriesView.PageSize, page.FindAll("tbody tr").Count(row => row.QuerySelector(".open") is not null));

        await page.InvokeAsync(() => page.FindAll(".pages button")[1].ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Equal("Page 2", page.Find(".pages span").TextContent));
        Assert.Equal(2, page.FindAll("tbody tr").Count(row => row.QuerySelector(".open") is not null));
        await page.InvokeAsync(() => page.FindAll(".pages button")[0].ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Equal("Page 1", page.Find(".pages span").TextContent));
    }

    [Fact]
    public async Task The_list_of_forms_counts_what_came_in()
    {
        await FillAsync();

        var page = await OpenAsync<Web.Forms.FormsPage>();

        page.WaitForAssertion(() => Assert.Equal("2 entries", page.Find(".entries").TextContent));
        Assert.Contains("1 new", page.Find(".count").TextContent, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        var first = await Chats.BeginAsync(Bot, "Olena", "Petrenko");
        var second = await Chats.BeginAsync(Bot, "Pavlo");
        await using var db = OpenDatabase();
        olena = await db.AddEntryAsync(
            first,
            "order",
            Clock.Now.AddDays(-2),
            answers:
            [
                StoredEntries.Answer("name", "Olena Petrenko"),
                StoredEntries.Answer("amount", "2.5", "number"),
                StoredEntries.Answer("email", "olena@example.com", "email"),
                StoredEntries.Answer("door", "🖼", "photo") with
                {
                    Value = null,
                    Media = new MessageMedia("photo") { ExternalId = "x" },
                },
                StoredEntries.Answer("place", "📍 50.45, 30.52", "location") with
                {
                    Media = new MessageMedia("location") { Latitude = 50.45, Longitude = 30.52 },
                },
            ]
        );
        pavlo = await db.AddEntryAsync(second, "order", Clock.Now, EntryStatus.InProgress, "amount", StoredEntries.Answer("name", "Pavlo"));
    }

    private async Task<IRenderedComponent<EntriesPage>> ShowAsync(string? form = "order")
    {
        var page = await OpenAsync<EntriesPage>(page => page.Add(p => p.FormId, form));
        await page.WaitForStateAsync(() => page.FindAll(".skeleton").Count == 0, Patience);
        return page;
    }

    private async Task<EntryWork> WorkOfAsync(Guid id)
    {
        await using var db = OpenDatabase();
        return await db.FormEntries.Where(e => e.Id == id).Select(e => e.Work).SingleAsync();
    }

    private async Task<int> CountAsync()
    {
        await using var db = OpenDatabase();
        return await db.FormEntries.CountAsync(e => e.BotId == Bot.Id);
    }

    private static IEnumerable<string> Names(IRenderedComponent<EntriesPage> page) =>
        page.FindAll("td[data-label='Contact'] b").Select(name => name.TextContent.Split(' ')[0]);

    private static IEnumerable<string> Heads(IRenderedComponent<EntriesPage> page) =>
        page.FindAll("section.flush thead th:not(.tick)").Select(head => head.TextContent.Trim());

    private static AngleSharp.Dom.IElement Row(IRenderedComponent<EntriesPage> page, string name) =>
        page.FindAll("section.flush tbody tr").Single(row => row.TextContent.Contains(name, StringComparison.Ordinal));
}
