using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Contacts;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Contacts;

public sealed class ChangeContactTests(Acts acts) : ContactsTest(acts), IClassFixture<Acts>
{
    [Fact]
    public async Task Only_what_is_said_changes()
    {
        var anna = await Contact("Anna", """tags = '{vip}', fields = '{"city":"Lviv"}', source = 'ads'""");

        var changed = await Change(anna, new ContactInput { Language = "de", Fields = Values("""{"orders":12.50,"vip":true}""") });

        Assert.Equal("de", changed.Value!.Language);
        Assert.Equal(["vip"], changed.Value.Tags);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["city"] = "Lviv",
                ["orders"] = "12.5",
                ["vip"] = "true",
            },
            changed.Value.Fields
        );
        Assert.Equal("ads", changed.Value.Source);
    }

    [Fact]
    public async Task A_null_takes_a_value_away_and_auto_gives_the_language_back_to_the_client()
    {
        var anna = await Contact("Anna", """language = 'de', fields = '{"city":"Lviv","size":"M"}'""");

        var changed = await Change(
            anna,
            new ContactInput { Language = ContactInput.Automatic, Fields = Values("""{"city":null,"size":""}""") }
        );

        Assert.Null(changed.Value!.Language);
        Assert.Empty(changed.Value.Fields);
    }

    [Fact]
    public async Task Tags_are_replaced_added_and_removed_whatever_their_case()
    {
        var anna = await Contact("Anna", "tags = '{vip,old}'");

        Assert.Equal(["vip", "big spender"], await Tags(new() { AddTags = ["VIP", "  big   spender "], RemoveTags = ["OLD"] }));
        Assert.Equal(["new"], await Tags(new() { Tags = ["new", "New", " "] }));

        async Task<IReadOnlyList<string>> Tags(ContactInput change) => (await Change(anna, change)).Value!.Tags;
    }

    [Theory]
    [InlineData("""{"orders":"many"}""", "contacts.field_number", "/fields/orders")]
    [InlineData("""{"birthday":"14.03.2026"}""", "contacts.field_date", "/fields/birthday")]
    [InlineData("""{"vip":"perhaps"}""", "contacts.field_boolean", "/fields/vip")]
    [InlineData("""{"size":"XXL"}""", "contacts.field_choice", "/fields/size")]
    [InlineData("""{"city":["Lviv"]}""", "contacts.field_text", "/fields/city")]
    [InlineData("""{"shoe":"42"}""", "contacts.unknown_field", "/fields/shoe")]
    public async Task A_value_of_the_wrong_kind_is_refused_with_its_place(string fields, string code, string place)
    {
        var anna = await Contact("Anna");

        var refused = await Change(anna, new ContactInput { Language = "de", Fields = Values(fields) });

        Assert.Equal((code, place), (refused.Problem?.Code, refused.Problem?.Place));
        await using var db = OpenDatabase();
        Assert.Null((await db.Contacts.SingleAsync(c => c.Id == anna.ContactId)).Language);
    }

    [Fact]
    public async Task The_value_of_a_field_that_is_no_more_can_be_taken_away()
    {
        var anna = await Contact("Anna", """fields = '{"shoe":"42"}'""");

        var changed = await Change(anna, new ContactInput { Fields = Values("""{"shoe":null}""") });

        Assert.Empty(changed.Value!.Fields);
    }

    [Fact]
    public async Task Many_are_tagged_at_once_by_name_or_by_filter()
    {
        var anna = await Contact("Anna", "tags = '{new}'");
        await Contact("Boris", "tags = '{VIP,new}'");
        await Contact("Clara");

        var one = await Run((TagContacts act) => act.RunAsync(Bot.Id, new TagInput([anna.ContactId], null, ["vip"], null), Ct));
        var filtered = await Run(
            (TagContacts act) => act.RunAsync(Bot.Id, new TagInput(null, new ContactFilter { AnyTags = ["new"] }, ["vip"], ["NEW"]), Ct)
        );

        Assert.Equal((1, 2), (one.Value, filtered.Value));
        await using var db = OpenDatabase();
        var tags = await db
            .Contacts.Where(c => c.BotId == Bot.Id)
            .OrderBy(c => c.FirstName)
            .Select(c => string.Join(',', c.Tags))
            .ToListAsync();
        Assert.Equal(["vip", "VIP", ""], tags);
    }

    [Fact]
    public async Task Nobody_is_tagged_by_a_request_that_names_neither_contacts_nor_a_filter()
    {
        await Contact("Anna");

        var refused = await Run((TagContacts act) => act.RunAsync(Bot.Id, new TagInput(null, null, ["vip"], null), Ct));

        Assert.Equal("contacts.nothing_to_change", refused.Problem?.Code);
    }

    [Fact]
    public async Task The_balance_is_the_sum_of_its_ledger_also_when_many_change_it_at_once()
    {
        var anna = await Contact("Anna");

        await Task.WhenAll(Enumerable.Range(1, 10).Select(number => Pay(anna, number, $"Order {number}")));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var last = await Pay(anna, -5.25m, "Refund");

        Assert.Equal((-5.25m, 49.75m), (last.Value!.Amount, last.Value.BalanceAfter));
        var details = (await Run((ReadContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct))).Value!;
        Assert.Equal(49.75m, details.Contact.Balance);
        Assert.Equal(details.Contact.Balance, details.Ledger.Sum(line => line.Amount));
        Assert.Equal("Refund", details.Ledger[0].Reason);
    }

    [Theory]
    [InlineData(0, "Gift", "contacts.balance_zero")]
    [InlineData(0.00001, "Gift", "contacts.balance_decimals")]
    [InlineData(1e12, "Gift", "contacts.balance_range")]
    [InlineData(5, " ", "contacts.balance_reason_missing")]
    public async Task A_change_of_the_balance_is_a_sensible_amount_with_a_reason(double amount, string reason, string code)
    {
        var anna = await Contact("Anna");

        Assert.Equal(code, (await Pay(anna, (decimal)amount, reason)).Problem?.Code);
    }

    [Fact]
    public async Task Notes_are_kept_with_their_author_and_can_be_taken_away()
    {
        var user = await Given(new User { UserName = $"{Guid.CreateVersion7()}", DisplayName = "Oksana" });
        await Given(new Membership(AccountId, user.Id, Role.Operator, Clock.Now));
        var anna = await Contact("Anna");

        var note = (await Run((AddNote act) => act.RunAsync(Bot.Id, anna.ContactId, " Likes **tea** ", Ct))).Value!;
        var details = (await Run((ReadContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct))).Value!;
        Assert.Equal("Likes **tea**", Assert.Single(details.Notes).Text);

        Assert.True((await Run((DeleteNote act) => act.RunAsync(Bot.Id, anna.ContactId, note.Id, Ct))).Succeeded);
        Assert.Equal(Problem.NotFound, (await Run((DeleteNote act) => act.RunAsync(Bot.Id, anna.ContactId, note.Id, Ct))).Problem);
        Assert.Equal("contacts.note_missing", (await Run((AddNote act) => act.RunAsync(Bot.Id, anna.ContactId, " ", Ct))).Problem?.Code);
    }

    [Fact]
    public async Task A_segment_is_a_filter_with_a_name_of_its_own()
    {
        await Contact("Anna", "tags = '{vip}'");
        await Contact("Boris");
        var filter = new ContactFilter
        {
            AllTags = ["vip"],
            Fields = [new FieldCondition("city", FieldTest.IsEmpty)],
            SeenWithinDays = 30,
        };

        var saved = (await Save(null, "Regulars", filter)).Value!;
        Assert.Equal(["Anna"], await Names(saved.Filter));
        Assert.Equal("contacts.segment_exists", (await Save(null, " Regulars ", filter)).Problem?.Code);
        Assert.Equal("contacts.segment_name_missing", (await Save(null, " ", filter)).Problem?.Code);

        var changed = (await Save(saved.Id, "All", ContactFilter.Everyone)).Value!;
        Assert.True(changed.Filter.IsEverybody);
        Assert.Equal([changed], (await Run((ListSegments act) => act.RunAsync(Bot.Id, Ct))).Value);

        Assert.True((await Run((DeleteSegment act) => act.RunAsync(Bot.Id, saved.Id, Ct))).Succeeded);
        Assert.Empty((await Run((ListSegments act) => act.RunAsync(Bot.Id, Ct))).Value!);
    }

    [Fact]
    public async Task Who_may_only_look_changes_nothing()
    {
        var anna = await Contact("Anna");

        Problem?[] refusals =
        [
            (await Run((ChangeContact act) => act.RunAsync(Bot.Id, anna.ContactId, new ContactInput(), Ct), Role.Viewer)).Problem,
            (await Run((TagContacts act) => act.RunAsync(Bot.Id, new TagInput(null, null, null, null), Ct), Role.Viewer)).Problem,
            (await Run((AddNote act) => act.RunAsync(Bot.Id, anna.ContactId, "x", Ct), Role.Viewer)).Problem,
            (await Run((SaveSegment act) => act.RunAsync(Bot.Id, null, new SegmentInput("x", null), Ct), Role.Viewer)).Problem,
            (await Run((ExportContacts act) => act.RunAsync(Bot.Id, null, Ct), Role.Viewer)).Problem,
            (await Run((ChangeBalance act) => act.RunAsync(Bot.Id, anna.ContactId, new BalanceInput(1, "x"), Ct), Role.Operator)).Problem,
            (await Run((DeleteContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct), Role.Operator)).Problem,
        ];

        Assert.All(refusals, refusal => Assert.Equal(Problem.Forbidden, refusal));
    }

    private Task<Outcome<ContactListRow>> Change(Chat chat, ContactInput change) =>
        Run((ChangeContact act) => act.RunAsync(Bot.Id, chat.ContactId, change, Ct));

    private Task<Outcome<BalanceRow>> Pay(Chat chat, decimal amount, string reason) =>
        Run((ChangeBalance act) => act.RunAsync(Bot.Id, chat.ContactId, new BalanceInput(amount, reason), Ct));

    private Task<Outcome<SegmentRow>> Save(Guid? id, string name, ContactFilter filter) =>
        Run((SaveSegment act) => act.RunAsync(Bot.Id, id, new SegmentInput(name, filter), Ct));

    private static Dictionary<string, JsonElement> Values(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}
