using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Contacts;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Web.Contacts;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Contacts;

public sealed class ContactsPageTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    protected override BotDocument Document =>
        A.Document() with
        {
            ContactFields =
            [
                new ContactField { Key = "city", Label = new LocalizedText("en", "City") },
                new ContactField { Key = "orders", Kind = ContactFieldKind.Number },
            ],
        };

    [Fact]
    public async Task Without_contacts_the_page_says_how_to_get_one()
    {
        var page = await OpenAsync<ContactsPage>();

        page.WaitForAssertion(() => Assert.Contains("Nobody has written yet", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Contacts_are_listed_with_what_is_known_of_them()
    {
        await ContactAsync("Anna", "tags = '{vip,new}', source = 'spring_ad', blocked_at = now()");
        await ContactAsync("<b>Boris</b>");

        var page = await OpenAsync<ContactsPage>();

        page.WaitForAssertion(() => Assert.Equal(2, Names(page).Count), Patience);
        Assert.Contains("<b>Boris</b>", Names(page));
        var anna = page.FindAll("tbody tr").Single(row => row.TextContent.Contains("Anna", StringComparison.Ordinal));
        Assert.Equal(["vip", "new"], anna.QuerySelectorAll(".tag").Select(tag => tag.TextContent));
        Assert.Contains("spring_ad", anna.TextContent, StringComparison.Ordinal);
        Assert.Contains("Blocked the bot", anna.TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("2 contacts", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task The_address_says_what_is_shown_and_each_condition_can_be_taken_away()
    {
        await ContactAsync("Anna", """tags = '{vip}', fields = '{"orders":"12"}'""");
        await ContactAsync("Boris", "tags = '{vip}'");
        GoTo("?tag=vip&field=orders:atLeast:10&sort=name");

        var page = await OpenAsync<ContactsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Anna"], Names(page)), Patience);
        Assert.Equal(["Tag: vip", "orders is at least 10"], page.FindAll(".chips li span").Select(chip => chip.TextContent));
        Assert.Equal(
            "ascending",
            page.FindAll("th").Single(head => head.TextContent.Contains("Name", StringComparison.Ordinal)).GetAttribute("aria-sort")
        );

        await On(page, () => page.FindAll(".chips button")[1], found => found.ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Equal(["Anna", "Boris"], Names(page)), Patience);
        Assert.EndsWith("/contacts?tag=vip&sort=name", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_waits_for_a_pause_in_typing()
    {
        await ContactAsync("Anna");
        await ContactAsync("Boris");
        var page = await OpenAsync<ContactsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, Names(page).Count), Patience);

        // Between two renderings, so that the pause has begun when the clock goes on.
        var searching = Task.CompletedTask;
        await page.InvokeAsync(() =>
        {
            searching = page.Find("input[type=search]").InputAsync(new() { Value = "bor" });
        });
        GoOn();
        await searching;

        page.WaitForAssertion(() => Assert.Equal(["Boris"], Names(page)), Patience);
        Assert.EndsWith("?search=bor", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_is_put_together_in_a_dialog()
    {
        await ContactAsync("Anna", """tags = '{vip}', fields = '{"city":"Lviv"}'""");
        await ContactAsync("Boris", "stopped_at = now()");
        var page = await OpenAsync<ContactsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, Names(page).Count), Patience);

        await On(page, () => Button(page, "Filter"), found => found.ClickAsync(new()));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("datalist option[value=vip]")), Patience);
        await On(page, () => Input(page, "State"), found => found.ChangeAsync(new() { Value = nameof(ContactState.Reachable) }));
        await On(page, () => Input(page, "Has all of these tags"), found => found.ChangeAsync(new() { Value = "VIP" }));
        await On(page, () => Input(page, "Last seen"), found => found.ChangeAsync(new() { Value = "within:7" }));
        await On(page, () => page.Find(".fields select.input"), found => found.ChangeAsync(new() { Value = "city" }));
        await On(page, () => page.Find(".condition input"), found => found.ChangeAsync(new() { Value = "lvi" }));
        await On(page, () => Button(page, "Show"), found => found.ClickAsync(new()));

        // The tag takes the spelling that is in use.
        Assert.EndsWith("?tag=vip&state=reachable&seenWithinDays=7&field=city%3Acontains%3Alvi", Address, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["Anna"], Names(page)), Patience);
    }

    [Fact]
    public async Task A_filter_becomes_a_segment_and_a_tab()
    {
        await ContactAsync("Anna", "tags = '{vip}'");
        GoTo("?tag=vip");
        var page = await OpenAsync<ContactsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Anna"], Names(page)), Patience);

        await On(page, () => Button(page, "Save as a segment"), found => found.ClickAsync(new()));
        await On(page, () => Input(page, "Name"), found => found.InputAsync(new() { Value = "Regulars" }));
        await On(page, () => page.Find("#segment-form"), found => found.SubmitAsync());

        var saved = Assert.Single((await Elsewhere((ListSegments act) => act.RunAsync(Bot.Id, Ct))).Value!);
        Assert.Equal(["vip"], saved.Filter.AllTags);
        Assert.EndsWith($"?tag=vip&segment={saved.Id}", Address, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("Regulars", page.Find(".segments a[aria-current]").TextContent), Patience);
    }

    [Fact]
    public async Task Chosen_contacts_are_tagged_and_all_that_fit_can_be()
    {
        for (var i = 0; i < 60; i++)
        {
            await ContactAsync($"Contact {i}");
        }

        var page = await OpenAsync<ContactsPage>();
        page.WaitForAssertion(() => Assert.Equal(50, Names(page).Count), Patience);

        await On(page, () => page.Find("th input"), found => found.ChangeAsync(new() { Value = true }));
        await On(page, () => Button(page, "Choose all 60 that fit"), found => found.ClickAsync(new()));
        await On(page, () => Button(page, "Tag…"), found => found.ClickAsync(new()));
        await On(page, () => Input(page, "Add"), found => found.ChangeAsync(new() { Value = "spring, new" }));
        await On(page, () => Button(page, "Change tags"), found => found.ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains(Toasts, toast => toast.Text == "60 contacts changed"), Patience);
        await using var db = OpenDatabase();
        Assert.Equal(60, await db.Contacts.CountAsync(c => c.BotId == Bot.Id && c.Tags.Contains("spring") && c.Tags.Contains("new")));
    }

    [Fact]
    public async Task Who_may_only_look_chooses_and_exports_nobody()
    {
        await ContactAsync("Anna");
        Role = Core.Accounts.Role.Viewer;

        var page = await OpenAsync<ContactsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Anna"], Names(page)), Patience);

        Assert.Empty(page.FindAll("input[type=checkbox][aria-label]"));
        Assert.DoesNotContain("export.csv", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_is_edited_where_it_is_shown()
    {
        var anna = await ContactAsync("Anna", "tags = '{vip}'");
        await Chats.HeardAsync(anna, "Hello");
        var page = await OpenAsync<ContactPage>(p => p.Add(x => x.ContactId, anna.ContactId));
        page.WaitForAssertion(() => Assert.Equal("Anna", page.Find("#profile-title").TextContent), Patience);

        await On(page, () => Input(page, "Language"), found => found.ChangeAsync(new() { Value = "uk" }));
        await On(page, () => Input(page, "Tags of this contact"), found => found.ChangeAsync(new() { Value = "new" }));
        await On(page, () => page.Find("[aria-label='Remove the tag vip']"), found => found.ClickAsync(new()));
        await On(page, () => Input(page, "City"), found => found.ChangeAsync(new() { Value = "Lviv" }));
        await On(page, () => Input(page, "orders"), found => found.ChangeAsync(new() { Value = "many" }));
        Assert.Contains("takes a number", page.Markup, StringComparison.Ordinal);
        await On(page, () => Input(page, "orders"), found => found.ChangeAsync(new() { Value = "1,200.5" }));
        await On(page, () => Input(page, "New note"), found => found.InputAsync(new() { Value = "Likes tea" }));
        await On(page, () => page.FindAll("form")[0], found => found.SubmitAsync());
        await On(page, () => Input(page, "Amount"), found => found.InputAsync(new() { Value = "-12.5" }));
        await On(page, () => Input(page, "Reason"), found => found.InputAsync(new() { Value = "Order 7" }));
        await On(page, () => page.FindAll("form")[1], found => found.SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal("-12.5", page.Find(".amount").TextContent), Patience);
        var kept = (await Elsewhere((ReadContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct))).Value!;
        Assert.Equal(("uk", -12.5m), (kept.Contact.Language, kept.Contact.Balance));
        Assert.Equal(["new"], kept.Contact.Tags);
        Assert.Equal(new Dictionary<string, string> { ["city"] = "Lviv", ["orders"] = "1200.5" }, kept.Contact.Fields);
        Assert.Equal("Likes tea", Assert.Single(kept.Notes).Text);
        Assert.Equal("Order 7", Assert.Single(kept.Ledger).Reason);
        Assert.Contains($"/conversations/{anna.ConversationId}", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_names_what_is_lost()
    {
        var anna = await ContactAsync("Anna");
        await Chats.HeardAsync(anna, "Hello");
        await Chats.SaidAsync(anna, "Hi");
        var page = await OpenAsync<ContactPage>(p => p.Add(x => x.ContactId, anna.ContactId));
        page.WaitForAssertion(() => Assert.Equal("Anna", page.Find("#profile-title").TextContent), Patience);

        // Not through On: the answer is awaited inside, and nothing else would be drawn meanwhile.
        var asking = Button(page, "Delete this person’s data").ClickAsync(new());
        page.WaitForAssertion(
            () =>
                Assert.Equal(
                    ["the contact with name, tags and fields", "2 messages"],
                    page.FindAll(".losses li").Select(loss => loss.TextContent)
                ),
            Patience
        );
        await On(page, () => page.Find("dialog form"), found => found.SubmitAsync());
        await asking;

        await using var db = OpenDatabase();
        Assert.False(await db.Contacts.AnyAsync(c => c.Id == anna.ContactId));
        Assert.EndsWith("/contacts", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_held_of_a_contact_has_a_name_for_the_deletion()
    {
        var texts = Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<Web.Contacts.ContactsText>>();
        var anna = await ContactAsync("Anna");

        foreach (var held in (await Elsewhere((CountHeld act) => act.RunAsync(Bot.Id, anna.ContactId, Ct))).Value!)
        {
            Assert.False(texts[$"privacy.loses.{held.Name}.other"].ResourceNotFound, held.Name);
        }
    }

    [Fact]
    public async Task Fields_are_defined_and_their_keys_follow_their_names()
    {
        var page = await OpenAsync<ContactFieldsPage>();

        await On(page, () => Button(page, "Add a field"), found => found.ClickAsync(new()));
        await On(
            page,
            () => page.FindAll("[data-place='/contactFields/2/label/en']")[0],
            found => found.InputAsync(new() { Value = "Shoe size" })
        );
        Assert.Equal("shoe_size", Draft.Document.ContactFields[2].Key);

        await On(page, () => page.FindAll("select")[2], found => found.ChangeAsync(new() { Value = nameof(ContactFieldKind.Choice) }));
        await On(
            page,
            () => page.Find("[data-place='/contactFields/2/choices']"),
            found => found.ChangeAsync(new() { Value = "38\n39\n\n38" })
        );
        Assert.Equal(["38", "39"], Draft.Document.ContactFields[2].Choices);

        await On(page, () => page.Find("[data-place='/contactFields/2/key']"), found => found.ChangeAsync(new() { Value = "shoes" }));
        await page.InvokeAsync(() =>
            page.FindAll("[data-place='/contactFields/2/label/en']")[0].InputAsync(new() { Value = "Size of shoes" })
        );
        Assert.Equal("shoes", Draft.Document.ContactFields[2].Key);

        // Of a field that was there before, values are kept under the key.
        await On(
            page,
            () => page.FindAll("[data-place='/contactFields/0/label/en']")[0],
            found => found.InputAsync(new() { Value = "Town" })
        );
        Assert.Equal("city", Draft.Document.ContactFields[0].Key);

        await On(page, () => page.Find("[aria-label='Move Size of shoes up']"), found => found.ClickAsync(new()));
        await On(page, () => page.Find("[aria-label='Remove Town']"), found => found.ClickAsync(new()));
        Assert.Equal(["shoes", "orders"], Draft.Document.ContactFields.Select(field => field.Key));

        await Toasts[^1].Action!();
        Assert.Equal(["city", "shoes", "orders"], Draft.Document.ContactFields.Select(field => field.Key));
    }

    [Theory]
    [InlineData("Birthday", "birthday")]
    [InlineData("День народження", "den_narodzhennia")]
    [InlineData("Größe & Gewicht", "grosse_gewicht")]
    [InlineData("Źródło", "zrodlo")]
    [InlineData("2nd address!", "nd_address")]
    [InlineData("💡", "")]
    [InlineData("A very long name that goes on and on for ever", "a_very_long_name_that_goes_on_an")]
    public void A_key_is_made_of_what_people_call_a_field(string label, string key) => Assert.Equal(key, FieldKeys.From(label));

    private async Task<Chat> ContactAsync(string name, string? set = null)
    {
        var chat = await Chats.BeginAsync(Bot, name);
        if (set is not null)
        {
            await Chats.RunAsync($"update contacts set {set} where id = $1", chat.ContactId);
        }

        return chat;
    }

    private void GoTo(string query) => Services.GetRequiredService<NavigationManager>().NavigateTo($"/app/bots/{Bot.Id}/contacts{query}");

    private static IReadOnlyList<string> Names(IRenderedComponent<ContactsPage> page) =>
        [.. page.FindAll("tbody .who b").Select(name => name.TextContent)];

    /// <summary>Waits until the element is there, and then does both, looking and pressing, between two renderings.</summary>
    private static async Task On<TPage>(
        IRenderedComponent<TPage> page,
        Func<AngleSharp.Dom.IElement> find,
        Func<AngleSharp.Dom.IElement, Task> press
    )
        where TPage : IComponent
    {
        page.WaitForAssertion(() => Assert.NotNull(find()), Patience);
        await page.InvokeAsync(() => press(find()));
    }

    private static AngleSharp.Dom.IElement Button<TPage>(IRenderedComponent<TPage> page, string text)
        where TPage : IComponent => page.FindAll("button").First(button => button.TextContent.Trim() == text);

    /// <summary>The input that a label belongs to.</summary>
    private static AngleSharp.Dom.IElement Input<TPage>(IRenderedComponent<TPage> page, string label)
        where TPage : IComponent =>
        page.Find("#" + page.FindAll("label[for]").First(each => each.TextContent.Trim() == label).GetAttribute("for"));
}
