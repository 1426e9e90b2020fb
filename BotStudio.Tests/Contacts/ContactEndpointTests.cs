using System.Net;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Contacts;

public sealed class ContactEndpointTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private ApiUser user = null!;
    private Chats chats = null!;
    private Bot bot = null!;
    private string address = "";

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        var document = DocumentJson.Write(A.Document() with { ContactFields = [new ContactField { Key = "city" }] });
        address = (await user.PostAsync("/api/v1/bots", $$"""{"document":{{document}}}""")).Location!;
        chats = new Chats(app.Services, TimeProvider.System);
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        bot = await db.Bots.SingleAsync(b => b.AccountId == user.AccountId);
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Contacts_are_listed_counted_and_handed_out_page_by_page()
    {
        foreach (var name in (string[])["Anna", "Boris", "Clara"])
        {
            await chats.BeginAsync(bot, name);
        }

        var first = await user.GetAsync($"{address}/contacts?sort=name&limit=2");
        var second = await user.GetAsync($"{address}/contacts?sort=name&limit=2&after={first["next"]}");
        var found = await user.GetAsync($"{address}/contacts?search=bor&state=reachable&newWithinDays=1&field=city:isEmpty");

        Assert.Equal(["Anna", "Boris"], first["items"]!.AsArray().Select(row => row!["displayName"]!.GetValue<string>()));
        Assert.Equal(["Clara"], second["items"]!.AsArray().Select(row => row!["displayName"]!.GetValue<string>()));
        Assert.Null(second["next"]);
        Assert.Equal("Boris", found["items"]!.AsArray().Single()!["firstName"]!.GetValue<string>());
        Assert.Equal(3, (await user.GetAsync($"{address}/contacts/count"))["count"]!.GetValue<int>());
        Assert.Equal(3, (await user.GetAsync($"{address}/contacts/facets"))["languages.0.count"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("contacts?after=nonsense", "contacts.bad_cursor", "/after")]
    [InlineData("contacts?sort=shoe", "contacts.bad_query", "/sort")]
    [InlineData("contacts?state=asleep", "contacts.bad_query", "/state")]
    [InlineData("contacts?lastSeenFrom=yesterday", "contacts.bad_query", "/lastSeenFrom")]
    [InlineData("contacts?field=city", "contacts.bad_query", "/field")]
    [InlineData("contacts/export?format=xls", "contacts.bad_query", "/format")]
    public async Task What_is_not_understood_is_refused_by_name_and_place(string path, string code, string place)
    {
        var refused = await user.GetAsync($"{address}/{path}");

        refused.AssertIs(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal(place, refused["errors.0.place"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_contact_is_changed_noted_paid_handed_over_and_deleted()
    {
        var chat = await chats.BeginAsync(bot, "Anna");
        var contact = $"{address}/contacts/{chat.ContactId}";

        var changed = await user.PatchAsync(
            contact,
            new
            {
                Language = "de",
                AddTags = new[] { "vip" },
                Fields = new { city = "Lviv" },
            }
        );
        var paid = await user.PostAsync($"{contact}/balance", new { Amount = 12.5m, Reason = "Gift" });
        var note = await user.PostAsync($"{contact}/notes", new { Text = "Likes tea" });
        var read = await user.GetAsync(contact);
        var data = await user.GetAsync($"{contact}/data");
        var dropped = await user.DeleteAsync($"{contact}/notes/{note["id"]}");
        var deleted = await user.DeleteAsync(contact);

        Assert.Equal(("de", "Lviv"), (changed["language"]!.GetValue<string>(), changed["fields.city"]!.GetValue<string>()));
        Assert.Equal(12.5m, paid["balanceAfter"]!.GetValue<decimal>());
        Assert.Equal("Likes tea", read["notes.0.text"]!.GetValue<string>());
        Assert.Equal("Gift", read["ledger.0.reason"]!.GetValue<string>());
        Assert.Equal("vip", data["contact.tags.0"]!.GetValue<string>());
        dropped.AssertIs(HttpStatusCode.NoContent);
        deleted.AssertIs(HttpStatusCode.NoContent);
        (await user.GetAsync(contact)).AssertIs(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Segments_are_kept_and_the_export_follows_the_same_conditions()
    {
        await chats.BeginAsync(bot, "Anna");
        var boris = await chats.BeginAsync(bot, "Boris");
        var tagged = await user.PostAsync($"{address}/contacts/tags", new { Contacts = new[] { boris.ContactId }, Add = new[] { "vip" } });
        var made = await user.PostAsync($"{address}/segments", """{"name":"VIP","filter":{"allTags":["vip"]}}""");
        var saved = await user.PutAsync(made.Location!, """{"name":"Best","filter":{"allTags":["vip"],"seenWithinDays":7}}""");
        var all = await user.GetAsync($"{address}/segments");
        var export = await user.GetAsync($"{address}/contacts/export?tag=vip");

        Assert.Equal(1, tagged["count"]!.GetValue<int>());
        made.AssertIs(HttpStatusCode.Created);
        Assert.Equal(7, saved["filter.seenWithinDays"]!.GetValue<int>());
        Assert.Equal("Best", all.Body![0]!["name"]!.GetValue<string>());
        Assert.Equal("Boris", export.Body!.AsArray().Single()!["firstName"]!.GetValue<string>());
        (await user.DeleteAsync(made.Location!)).AssertIs(HttpStatusCode.NoContent);
    }
}
