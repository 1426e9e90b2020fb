using System.Net;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Forms;

public sealed class FormEndpointTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private const string Form = """
        {
          "name": "Book a table",
          "fields": [
            { "type": "text", "id": "name", "key": "name", "question": { "en": "Name?" } },
            { "type": "select", "id": "table", "key": "table", "question": { "en": "Which?" }, "options": [{ "id": "w", "label": { "en": "Window" } }] }
          ],
          "done": { "en": "Thank you" },
          "endings": [{ "type": "save", "id": "save" }]
        }
        """;

    private ApiUser user = null!;
    private Bot bot = null!;
    private string address = "";

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        address = (await user.PostAsync("/api/v1/bots", $$"""{"document":{{DocumentJson.Write(A.Document())}}}""")).Location!;
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        bot = await db.Bots.SingleAsync(b => b.AccountId == user.AccountId);
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_form_is_added_replaced_and_taken_out_over_the_revision_that_was_read()
    {
        (await user.SendAsync(HttpMethod.Put, address + "/forms/book", Form)).AssertIs(HttpStatusCode.PreconditionRequired);
        var added = await user.SendAsync(HttpMethod.Put, address + "/forms/book", Form, ifMatch: "\"1\"");
        added.AssertIs(HttpStatusCode.OK);
        Assert.Empty(added.Body!["problems"]!.AsArray());
        (await user.SendAsync(HttpMethod.Put, address + "/forms/book", Form, ifMatch: "\"1\"")).AssertIs(HttpStatusCode.PreconditionFailed);

        var broken = Form.Replace("\"Window\"", "\"\"", StringComparison.Ordinal);
        var replaced = await user.SendAsync(HttpMethod.Put, address + "/forms/book", broken, ifMatch: "\"2\"");
        var problem = Assert.Single(replaced.Body!["problems"]!.AsArray())!;
        Assert.Equal(("document.text_missing", "/fields/1/options/0/label/en"), ((string?)problem["code"], (string?)problem["place"]));

        var list = await user.GetAsync(address + "/forms");
        Assert.Equal((3, "book"), ((int)list.Body!["revision"]!, (string?)list.Body["items"]![0]!["form"]!["id"]));
        (await user.SendAsync(HttpMethod.Delete, address + "/forms/book", null, ifMatch: "\"3\"")).AssertIs(HttpStatusCode.NoContent);
        (await user.GetAsync(address + "/forms/book")).AssertIs(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name":"x","fields":[{"type":"star","key":"x"}]}""", "/fields/0/type")]
    [InlineData("""{"name":"x","fields":[{"type":"text","key":"x","min":1}]}""", "/fields/0/min")]
    [InlineData("""{"name":5}""", "/name")]
    public async Task What_is_no_form_is_refused_with_its_place(string json, string place)
    {
        var answer = await user.SendAsync(HttpMethod.Put, address + "/forms/book", json, ifMatch: "\"1\"");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "document.invalid"), (answer.Status, answer.Code));
        Assert.StartsWith(place[..place.LastIndexOf('/')], (string?)answer.Body!["errors"]![0]!["place"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_are_read_handled_exported_and_deleted()
    {
        (await user.SendAsync(HttpMethod.Put, address + "/forms/book", Form, ifMatch: "\"1\"")).AssertIs(HttpStatusCode.OK);
        var id = await EntryAsync("Anna");
        await EntryAsync("Bob");

        var first = await user.GetAsync(address + "/entries?form=book&sort=-answer:name&limit=1");
        Assert.Equal("Bob", (string?)first.Body!["items"]![0]!["answers"]![0]!["text"]);
        var second = await user.GetAsync(address + $"/entries?form=book&sort=-answer:name&limit=1&after={first.Body["next"]}");
        Assert.Equal(("Anna", null), ((string?)second.Body!["items"]![0]!["answers"]![0]!["text"], (string?)second.Body["next"]));
        Assert.Equal("entries.bad_cursor", (await user.GetAsync(address + $"/entries?after={first.Body["next"]}")).Code);
        Assert.Equal("entries.bad_query", (await user.GetAsync(address + "/entries?sort=color")).Code);
        Assert.Equal("entries.bad_query", (await user.GetAsync(address + "/entries?status=lost")).Code);

        var changed = await user.SendAsync(HttpMethod.Patch, address + $"/entries/{id}", """{"work":"inWork"}""");
        Assert.Equal("inWork", (string?)changed.Body!["work"]);
        Assert.Single((await user.GetAsync(address + "/entries?work=inWork")).Body!["items"]!.AsArray());
        Assert.Equal(2, (int)(await user.GetAsync(address + "/forms/book/numbers?from=2026-03-01&to=2026-03-02")).Body!["completed"]!);
        Assert.Equal("entries.bad_query", (await user.GetAsync(address + "/forms/book/numbers?zone=Mars")).Code);

        Assert.Equal(2, (await user.GetAsync(address + "/entries/export?form=book")).Body!.AsArray().Count);
        Assert.Equal("entries.bad_query", (await user.GetAsync(address + "/entries/export?format=xls")).Code);
        (await user.SendAsync(HttpMethod.Delete, address + $"/entries/{id}", null)).AssertIs(HttpStatusCode.NoContent);
        (await user.GetAsync(address + $"/entries/{id}")).AssertIs(HttpStatusCode.NotFound);
    }

    private async Task<Guid> EntryAsync(string name)
    {
        var id = Guid.CreateVersion7();
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var answers = $$"""[{"fieldId":"name","key":"name","type":"text","label":"Name?","value":"{{name}}","text":"{{name}}"}]""";
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into form_entries (id, account_id, bot_id, form_id, contact_id, conversation_id, language, status, work, answers, text, started_at,
                changed_at, completed_at)
            values ({id}, {user.AccountId}, {bot.Id}, 'book', {id}, {id}, 'en', 1, 0, {answers}::jsonb, {name}, {at}, {at}, {at})
            """
        );
        return id;
    }
}
