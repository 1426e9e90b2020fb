using System.Net;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Bots;

/// <summary>Export, import and duplicating, through the API of the real product.</summary>
public sealed class PortabilityTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private const string Bots = "/api/v1/bots";

    private ApiUser user = null!;

    public async Task InitializeAsync() => user = await ApiUser.SignUpAsync(app);

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_one_account_exports_another_one_imports()
    {
        var bot = await MakeAsync("Coffee");
        using var other = await ApiUser.SignUpAsync(app);

        var file = await user.GetAsync($"{bot}/export");
        var imported = await other.PostAsync($"{Bots}/import", file.Body!.ToJsonString());

        Assert.Equal(("botstudio.bot", 1), (file["format"]!.GetValue<string>(), file["version"]!.GetValue<int>()));
        Assert.Empty(file["files"]!.AsArray());
        imported.AssertIs(HttpStatusCode.Created);
        Assert.Equal("Coffee", imported["name"]!.GetValue<string>());
        var draft = await other.GetAsync($"{imported.Location}/draft");
        Assert.True(JsonNode.DeepEquals(file["document"], draft["document"]));
        (await other.GetAsync($"{bot}/export")).AssertIs(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_version_is_exported_as_it_was_published()
    {
        var bot = await MakeAsync("Coffee");
        (await user.PostAsync($"{bot}/publish")).AssertIs(HttpStatusCode.OK);
        await user.PatchAsync(bot, new { Name = "Tea" });

        Assert.Equal("Coffee", (await user.GetAsync($"{bot}/export?version=1"))["document.name"]!.GetValue<string>());
        Assert.Equal("Tea", (await user.GetAsync($"{bot}/export"))["document.name"]!.GetValue<string>());
        (await user.GetAsync($"{bot}/export?version=9")).AssertIs(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ids_are_kept_or_renewed_as_one_wishes()
    {
        var file = (await user.GetAsync($"{await MakeAsync("Coffee")}/export")).Body!;
        var first = file["document"]!["commands"]![0]!["id"]!.GetValue<string>();

        var kept = await user.PostAsync($"{Bots}/import?ids=keep&name=Kept", file.ToJsonString());
        var renewed = await user.PostAsync($"{Bots}/import?ids=renew", file.ToJsonString());

        kept.AssertIs(HttpStatusCode.Created);
        Assert.Equal("Kept", kept["name"]!.GetValue<string>());
        Assert.Equal(first, (await user.GetAsync($"{kept.Location}/draft"))["document.commands.0.id"]!.GetValue<string>());
        Assert.NotEqual(first, (await user.GetAsync($"{renewed.Location}/draft"))["document.commands.0.id"]!.GetValue<string>());
        (await user.PostAsync($"{Bots}/import?ids=shuffle", file.ToJsonString())).AssertIs(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Of_a_file_with_mistakes_nothing_is_kept()
    {
        var before = (await user.GetAsync(Bots)).Body!.AsArray().Count;

        var refused = await user.PostAsync(
            $"{Bots}/import",
            """{"format":"botstudio.bot","version":1,"document":{"name":"x","languages":5,"commands":[{"id":"a","name":"a","response":{"type":"?"}}]}}"""
        );

        refused.AssertIs(HttpStatusCode.UnprocessableEntity, "document.invalid");
        Assert.Equal(2, refused["errors"]!.AsArray().Count);
        Assert.Equal("/document/languages", refused["errors.0.place"]!.GetValue<string>());
        Assert.Equal(before, (await user.GetAsync(Bots)).Body!.AsArray().Count);
    }

    [Fact]
    public async Task A_file_is_looked_into_before_it_is_taken()
    {
        var file = (await user.GetAsync($"{await MakeAsync("Coffee")}/export")).Body!;
        file["document"]!["fallback"] = new JsonObject();

        var preview = await user.PostAsync($"{Bots}/import/preview", file.ToJsonString());

        preview.AssertIs(HttpStatusCode.OK);
        Assert.Equal("Coffee", preview["name"]!.GetValue<string>());
        Assert.Equal(file["document"]!["commands"]!.AsArray().Count, preview["parts.commands"]!.GetValue<int>());
        Assert.Equal(["/fallback/en"], preview["problems"]!.AsArray().Select(problem => problem!["place"]!.GetValue<string>()));
        Assert.Single((await user.GetAsync(Bots)).Body!.AsArray());
    }

    [Fact]
    public async Task An_import_takes_the_place_of_a_draft_and_leaves_the_name()
    {
        var file = (await user.GetAsync($"{await MakeAsync("Coffee")}/export")).Body!.ToJsonString();
        var other = await MakeAsync("Tea", "blank");

        (await user.PostAsync($"{other}/import", file)).AssertIs(HttpStatusCode.PreconditionRequired);
        (await user.SendAsync(HttpMethod.Post, $"{other}/import", file, "\"7\"")).AssertIs(HttpStatusCode.PreconditionFailed);
        var imported = await user.SendAsync(HttpMethod.Post, $"{other}/import", file, "\"1\"");

        imported.AssertIs(HttpStatusCode.OK);
        Assert.Equal(("Tea", "\"2\""), (imported["document.name"]!.GetValue<string>(), imported.ETag));
        Assert.True(imported["document.commands"]!.AsArray().Count > 1);
    }

    [Fact]
    public async Task A_version_becomes_the_draft_again_and_gets_another_note()
    {
        var bot = await MakeAsync("Coffee");
        await user.PostAsync($"{bot}/publish", new { Note = "First" });
        await user.PatchAsync(bot, new { Name = "Tea" });

        (await user.PostAsync($"{bot}/versions/1/edit")).AssertIs(HttpStatusCode.PreconditionRequired);
        (await user.SendAsync(HttpMethod.Post, $"{bot}/versions/1/edit", null, "\"1\"")).AssertIs(HttpStatusCode.PreconditionFailed);
        var draft = await user.SendAsync(HttpMethod.Post, $"{bot}/versions/1/edit", null, "\"2\"");
        (await user.PatchAsync($"{bot}/versions/1", new { Note = "Prices for spring" })).AssertIs(HttpStatusCode.NoContent);
        (await user.PatchAsync($"{bot}/versions/1", new { Note = new string('x', 301) })).AssertIs(
            HttpStatusCode.UnprocessableEntity,
            "document.text_too_long"
        );

        var changes = (await user.GetAsync($"{bot}/versions/1/changes")).Body!.AsArray();
        Assert.Empty(changes);
        Assert.Equal(("Coffee", "\"3\""), (draft["document.name"]!.GetValue<string>(), draft.ETag));
        Assert.Equal("Prices for spring", (await user.GetAsync($"{bot}/versions"))["0.note"]!.GetValue<string>());
    }

    [Fact]
    public async Task Changes_of_a_text_come_with_the_words_that_went_and_came()
    {
        var bot = await MakeAsync("Coffee");
        await user.PostAsync($"{bot}/publish", new { Note = "" });
        await user.PutAsync($"{bot}/texts/en", new { Texts = new Dictionary<string, string> { ["/welcome"] = "Welcome back!" } }, "\"1\"");

        var change = (await user.GetAsync($"{bot}/versions/1/changes"))["0.changes.0"]!;

        Assert.Equal("Welcome back!", change["after"]!.GetValue<string>());
        Assert.Equal("Welcome", change["words"]![0]!["text"]!.GetValue<string>());
        Assert.Equal(["kept", "removed", "added"], change["words"]!.AsArray().Take(3).Select(run => run!["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_duplicate_is_a_bot_of_its_own()
    {
        var bot = await MakeAsync("Coffee");

        var copy = await user.PostAsync($"{bot}/duplicate", "{}");
        var another = await user.PostAsync($"{bot}/duplicate", "{}");
        var named = await user.PostAsync($"{bot}/duplicate", new { Name = "Tea" });

        Assert.Equal(
            ["Coffee (copy)", "Coffee (copy 2)", "Tea"],
            ((ApiAnswer[])[copy, another, named]).Select(made => made["name"]!.GetValue<string>())
        );
        var (old, now) = (await user.GetAsync($"{bot}/draft"), await user.GetAsync($"{copy.Location}/draft"));
        Assert.Equal(old["document.commands.0.name"]!.GetValue<string>(), now["document.commands.0.name"]!.GetValue<string>());
        Assert.NotEqual(old["document.commands.0.id"]!.GetValue<string>(), now["document.commands.0.id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_duplicate_of_a_bot_with_the_longest_name_is_still_named()
    {
        var bot = await MakeAsync(new string('ї', BotDocument.MaxNameLength));

        var name = (await user.PostAsync($"{bot}/duplicate", "{}"))["name"]!.GetValue<string>();

        Assert.EndsWith("ї (copy)", name, StringComparison.Ordinal);
        Assert.Equal(BotDocument.MaxNameLength, name.Length);
    }

    private async Task<string> MakeAsync(string name, string template = "shop")
    {
        var made = await user.PostAsync(Bots, new { Name = name, Template = template });
        made.AssertIs(HttpStatusCode.Created);
        return made.Location!;
    }
}
