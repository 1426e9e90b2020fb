using BotStudio.Core.Accounts;
using BotStudio.Core.Contacts;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Contacts;

public sealed class ListContactsTests(Acts acts) : ContactsTest(acts), IClassFixture<Acts>
{
    [Theory]
    [InlineData("петренко")]
    [InlineData("ОКСАНА П")]
    [InlineData("@oksana")]
    [InlineData("sana_p")]
    public async Task A_contact_is_found_by_part_of_name_or_username_in_any_case(string search)
    {
        await Contact("Оксана", lastName: "Петренко", username: "oksana_p");
        await Contact("Sana P", username: "sanaxp");

        Assert.Equal(["Оксана"], await Names(new ContactFilter { Search = search }));
    }

    [Fact]
    public async Task A_contact_is_found_by_the_channel_s_id()
    {
        await Contact("Anna", "external_id = '4815162342'");
        await Contact("Boris");

        Assert.Equal(["Anna"], await Names(new ContactFilter { Search = "4815162342" }));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("'; drop table contacts; --")]
    public async Task Signs_that_mean_something_to_the_database_are_only_signs(string search)
    {
        await Contact("Anna");

        Assert.Empty(await Names(new ContactFilter { Search = search }));
        Assert.Empty(await Names(new ContactFilter { AnyTags = [search] }));
        Assert.Empty(await Names(new ContactFilter { Fields = [new FieldCondition(search, FieldTest.Contains, search)] }));
    }

    [Fact]
    public async Task Tags_are_asked_for_all_any_or_none_of_them()
    {
        await Contact("Anna", "tags = '{vip,new}'");
        await Contact("Boris", "tags = '{vip}'");
        await Contact("Clara");

        Assert.Equal(["Anna"], await Names(new ContactFilter { AllTags = ["vip", "new"] }));
        Assert.Equal(["Anna", "Boris"], await Names(new ContactFilter { AnyTags = ["vip", "old"] }));
        Assert.Equal(["Clara"], await Names(new ContactFilter { NoTags = ["vip"] }));
        Assert.Equal(["Boris"], await Names(new ContactFilter { AllTags = ["vip"], NoTags = ["new"] }));
    }

    [Fact]
    public async Task The_language_is_the_chosen_one_else_the_client_s()
    {
        await Contact("Anna", "language = 'de', language_tag = 'uk'");
        await Contact("Boris", "language_tag = 'de-AT'");
        await Contact("Clara", "language_tag = null");

        Assert.Equal(["Anna", "Boris"], await Names(new ContactFilter { Languages = ["de"] }));
        Assert.Empty(await Names(new ContactFilter { Languages = ["uk"] }));
    }

    [Fact]
    public async Task State_source_and_balance_are_conditions()
    {
        await Contact("Anna", "blocked_at = now(), source = 'ads', balance = 10.5");
        await Contact("Boris", "stopped_at = now(), balance = -3");
        await Contact("Clara", "source = 'friend'");

        Assert.Equal(["Anna"], await Names(new ContactFilter { State = ContactState.Blocked }));
        Assert.Equal(["Boris"], await Names(new ContactFilter { State = ContactState.Stopped }));
        Assert.Equal(["Clara"], await Names(new ContactFilter { State = ContactState.Reachable }));
        Assert.Equal(["Anna", "Clara"], await Names(new ContactFilter { Sources = ["ads", "friend"] }));
        Assert.Equal(["Boris"], await Names(new ContactFilter { BalanceTo = -0.01m }));
        Assert.Equal(["Anna", "Clara"], await Names(new ContactFilter { BalanceFrom = 0, BalanceTo = 10.5m }));
    }

    [Fact]
    public async Task Times_are_given_as_moments_or_as_days_that_go_on_with_time()
    {
        await Contact("Anna");
        Clock.Advance(TimeSpan.FromDays(10));
        await Contact("Boris");

        Assert.Equal(["Boris"], await Names(new ContactFilter { FirstSeenFrom = Clock.Now.AddDays(-1) }));
        Assert.Equal(["Anna"], await Names(new ContactFilter { LastSeenTo = Clock.Now.AddDays(-1) }));
        Assert.Equal(["Boris"], await Names(new ContactFilter { NewWithinDays = 7 }));
        Assert.Equal(["Boris"], await Names(new ContactFilter { SeenWithinDays = 7 }));
        Assert.Equal(["Anna"], await Names(new ContactFilter { SilentForDays = 7 }));

        Clock.Advance(TimeSpan.FromDays(8));
        Assert.Empty(await Names(new ContactFilter { NewWithinDays = 7 }));
    }

    [Theory]
    [InlineData("city", FieldTest.Is, "Lviv", "Anna")]
    [InlineData("city", FieldTest.IsNot, "Lviv", "Boris,Clara")]
    [InlineData("city", FieldTest.Contains, "VI", "Anna")]
    [InlineData("city", FieldTest.IsSet, "", "Anna,Boris")]
    [InlineData("city", FieldTest.IsEmpty, "", "Clara")]
    [InlineData("orders", FieldTest.AtLeast, "9", "Boris")]
    [InlineData("orders", FieldTest.AtMost, "9", "Anna")]
    [InlineData("orders", FieldTest.Is, "3.0", "Anna")]
    [InlineData("birthday", FieldTest.AtLeast, "1990-01-01", "Boris")]
    [InlineData("birthday", FieldTest.AtMost, "1989-12-31", "Anna")]
    [InlineData("vip", FieldTest.Is, "true", "Anna")]
    public async Task The_bot_s_own_fields_are_compared_by_what_they_hold(string key, FieldTest test, string value, string found)
    {
        await Contact("Anna", """fields = '{"city":"Lviv","orders":"3","birthday":"1985-05-05","vip":"true"}'""");
        await Contact("Boris", """fields = '{"city":"Kyiv","orders":"12","birthday":"1999-12-31","vip":"false"}'""");
        await Contact("Clara", """fields = '{"orders":"some text of former days","birthday":"once"}'""");

        Assert.Equal(found.Split(','), await Names(new ContactFilter { Fields = [new FieldCondition(key, test, value)] }));
    }

    [Theory]
    [InlineData(ContactSort.LastSeen)]
    [InlineData(ContactSort.FirstSeen)]
    [InlineData(ContactSort.Name)]
    [InlineData(ContactSort.Balance)]
    public async Task Pages_follow_one_another_without_gap_or_repeat_in_every_order(ContactSort sort)
    {
        for (var i = 0; i < 7; i++)
        {
            // Some alike, some not.
            await Contact($"Contact {i / 2}", $"balance = {i / 3}, last_seen_at = now() - interval '{i / 2} days'");
        }

        var whole = await Names(ContactFilter.Everyone, new ContactOrder(sort, Descending: true));
        foreach (var order in new[] { new ContactOrder(sort, Descending: true), new ContactOrder(sort, Descending: false) })
        {
            var seen = new List<ContactListRow>();
            ContactStart? start = null;
            do
            {
                var page = (await Run((ListContacts act) => act.RunAsync(Bot.Id, null, order, start, 3, Ct))).Value!;
                seen.AddRange(page.Items);

                // As the API's clients do: by the text of the place.
                start = ContactStart.Parse(page.Next?.ToString());
            } while (start is not null);

            Assert.Equal(7, seen.DistinctBy(row => row.Id).Count());
            Assert.Equal(7, seen.Count);
            var names = seen.Select(row => row.FirstName);
            Assert.Equal(whole, order.Descending ? names : names.Reverse());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!")]
    [InlineData("OS1hYmM")]
    public void A_place_that_nobody_handed_out_is_no_place(string text) => Assert.Null(ContactStart.Parse(text));

    [Fact]
    public async Task A_senseless_filter_is_refused_by_name()
    {
        (ContactFilter, string)[] senseless =
        [
            (new() { SilentForDays = -1 }, "contacts.filter_days"),
            (new() { BalanceFrom = 2, BalanceTo = 1 }, "contacts.filter_range"),
            (new() { FirstSeenFrom = Clock.Now, FirstSeenTo = Clock.Now }, "contacts.filter_range"),
            (new() { Languages = ["xx"] }, "document.unknown_language"),
            (new() { Fields = [new FieldCondition("city", FieldTest.Is)] }, "contacts.filter_field"),
            (new() { AnyTags = [.. Enumerable.Range(0, 51).Select(number => $"{number}")] }, "contacts.filter_too_long"),
        ];
        foreach (var (filter, code) in senseless)
        {
            Assert.Equal(code, (await Run((ListContacts act) => act.RunAsync(Bot.Id, filter, null, null, 10, Ct))).Problem?.Code);
        }
    }

    [Fact]
    public async Task Facets_tell_what_contacts_can_be_told_apart_by()
    {
        await Contact("Anna", "tags = '{vip,new}', source = 'ads', language = 'de'");
        await Contact("Boris", "tags = '{vip}'");

        var facets = (await Run((ReadFacets act) => act.RunAsync(Bot.Id, Ct))).Value!;

        Assert.Equal([new FacetValue("vip", 2), new FacetValue("new", 1)], facets.Tags);
        Assert.Equal([new FacetValue("ads", 1)], facets.Sources);
        Assert.Equal([new FacetValue("de", 1), new FacetValue("uk", 1)], facets.Languages);
    }

    [Fact]
    public async Task Another_account_s_contacts_are_not_found()
    {
        var chat = await Contact("Anna", "tags = '{vip}'");
        var other = (await Given(new Account("Other", Clock.Now))).Id;

        Assert.Equal(Problem.NotFound, (await RunIn(other, (ListContacts act) => act.RunAsync(Bot.Id, null, null, null, 10, Ct))).Problem);
        Assert.Equal(Problem.NotFound, (await RunIn(other, (ReadContact act) => act.RunAsync(Bot.Id, chat.ContactId, Ct))).Problem);
        Assert.Equal(Problem.NotFound, (await RunIn(other, (ReadFacets act) => act.RunAsync(Bot.Id, Ct))).Problem);
        Assert.Equal(
            Problem.NotFound,
            (await RunIn(other, (TagContacts act) => act.RunAsync(Bot.Id, new TagInput([chat.ContactId], null, ["x"], null), Ct))).Problem
        );
    }
}
