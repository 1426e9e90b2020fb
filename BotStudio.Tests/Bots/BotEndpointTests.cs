using System.Net;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Bots;

public sealed class BotEndpointTests(App app) : IClassFixture<App>, IAsyncLifetime
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
    public async Task A_bot_is_made_from_a_template_in_its_languages()
    {
        var made = await user.PostAsync(
            Bots,
            new
            {
                Name = "Кава",
                Language = "uk",
                Languages = new[] { "en" },
                Template = "support",
            }
        );

        made.AssertIs(HttpStatusCode.Created);
        Assert.Equal($"{Bots}/{made["id"]}", made.Location);
        var draft = await user.GetAsync($"{made.Location}/draft");
        Assert.Equal(("Кава", "uk"), (draft["document.name"]!.GetValue<string>(), draft["document.defaultLanguage"]!.GetValue<string>()));
        Assert.Equal(["en", "uk"], draft["document.languages"]!.AsArray().Select(code => code!.GetValue<string>()));
        Assert.Empty(draft["problems"]!.AsArray());
    }

    [Fact]
    public async Task Every_template_of_the_list_makes_a_bot_that_can_be_published()
    {
        var templates = (await user.GetAsync($"{Bots}/templates")).Body!.AsArray();

        Assert.True(templates.Count >= 9);
        foreach (var template in templates)
        {
            var made = await user.PostAsync(
                Bots,
                new { Name = template!["title"]!.GetValue<string>(), Template = template["key"]!.GetValue<string>() }
            );
            made.AssertIs(HttpStatusCode.Created);
            (await user.PostAsync($"{made.Location}/publish")).AssertIs(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_bot_is_made_from_a_document()
    {
        var made = await user.PostAsync(Bots, $$"""{"document":{{DocumentJson.Write(A.Document(A.TextCommand("price", "Ten")))}}}""");

        made.AssertIs(HttpStatusCode.Created);
        Assert.Equal("Shop", made["name"]!.GetValue<string>());
        Assert.Equal("text", (await user.GetAsync($"{made.Location}/draft"))["document.commands.0.response.type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"name":" "}""", "document.name_missing", "/name")]
    [InlineData("""{"name":"x","language":"fr"}""", "document.unknown_language", "/language")]
    [InlineData("""{"name":"x","languages":["fr"]}""", "document.unknown_language", "/languages")]
    [InlineData("""{"name":"x","template":"spaceship"}""", "bots.unknown_template", "/template")]
    [InlineData("""{"document":{"name":"x","commands":[{"name":1}]}}""", "document.invalid", "/document/commands/0/name")]
    [InlineData("""{"template":"shop","document":{"name":"x"}}""", "bots.document_or_template", "/document")]
    public async Task What_cannot_be_made_says_why_and_where(string body, string code, string place)
    {
        var refused = await user.PostAsync(Bots, body);

        refused.AssertIs(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal(place, refused["errors.0.place"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"name":5}""")]
    public async Task A_malformed_body_is_a_problem_document_too(string body) =>
        (await user.PostAsync(Bots, body)).AssertIs(HttpStatusCode.BadRequest, "invalid_request");

    [Fact]
    public async Task Bots_are_listed_found_renamed_and_deleted()
    {
        var one = await MakeAsync("One");
        var two = await MakeAsync("Two");

        Assert.Equal(["One", "Two"], (await user.GetAsync(Bots)).Body!.AsArray().Select(bot => bot!["name"]!.GetValue<string>()));

        var renamed = await user.PatchAsync(one, new { Name = "Uno" });
        Assert.Equal(("Uno", 2), (renamed["name"]!.GetValue<string>(), renamed["draftRevision"]!.GetValue<int>()));

        (await user.DeleteAsync(two)).AssertIs(HttpStatusCode.NoContent);
        (await user.GetAsync(two)).AssertIs(HttpStatusCode.NotFound, "not_found");
        Assert.Single((await user.GetAsync(Bots)).Body!.AsArray());
    }

    [Fact]
    public async Task A_draft_is_saved_over_the_revision_that_was_read()
    {
        var bot = await MakeAsync("Shop");
        var read = await user.GetAsync($"{bot}/draft");

        var saved = await user.PutAsync($"{bot}/draft", DocumentJson.Write(A.Document()), read.ETag);

        saved.AssertIs(HttpStatusCode.OK);
        Assert.Equal(("\"1\"", "\"2\"", 2), (read.ETag, saved.ETag, saved["revision"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Saving_over_a_revision_not_seen_is_refused_and_changes_nothing()
    {
        var bot = await MakeAsync("Shop");
        await user.PutAsync($"{bot}/draft", DocumentJson.Write(A.Document() with { Name = "First" }), "\"1\"");

        var late = await user.PutAsync($"{bot}/draft", DocumentJson.Write(A.Document() with { Name = "Second" }), "\"1\"");

        late.AssertIs(HttpStatusCode.PreconditionFailed, "bots.draft_conflict");
        Assert.Equal("First", (await user.GetAsync($"{bot}/draft"))["document.name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\"abc\"")]
    public async Task Saving_without_naming_a_revision_is_refused(string? ifMatch)
    {
        var bot = await MakeAsync("Shop");

        var refused = await user.PutAsync($"{bot}/draft", DocumentJson.Write(A.Document()), ifMatch);

        refused.AssertIs(HttpStatusCode.PreconditionRequired, "bots.revision_required");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("W/\"7\"")]
    public async Task Other_ways_to_write_a_revision_are_understood(string ifMatch)
    {
        var bot = await MakeAsync("Shop");

        (await user.PutAsync($"{bot}/draft", DocumentJson.Write(A.Document()), ifMatch)).AssertIs(
            HttpStatusCode.PreconditionFailed,
            "bots.draft_conflict"
        );
    }

    [Fact]
    public async Task A_draft_with_problems_is_saved_and_says_what_keeps_it_from_being_published()
    {
        var bot = await MakeAsync("Shop");
        var unfinished = A.Document(A.TextCommand("Bad Name", "")) with { Fallback = [] };

        var saved = await user.PutAsync($"{bot}/draft", DocumentJson.Write(unfinished), "\"1\"");
        var published = await user.PostAsync($"{bot}/publish");

        saved.AssertIs(HttpStatusCode.OK);
        Assert.Contains("/commands/0/name", saved["problems"]!.AsArray().Select(problem => problem!["place"]!.GetValue<string>()));
        published.AssertIs(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(saved["problems"]!.AsArray().Count, published["errors"]!.AsArray().Count);
        Assert.All(published["errors"]!.AsArray(), error => Assert.NotEmpty(error!["title"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_document_with_an_unknown_field_names_the_place()
    {
        var bot = await MakeAsync("Shop");

        var refused = await user.PutAsync($"{bot}/draft", """{"name":"x","promt":{}}""", "\"1\"");

        refused.AssertIs(HttpStatusCode.UnprocessableEntity, "document.invalid");
        Assert.Equal("/promt", refused["errors.0.place"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_document_larger_than_any_bot_is_refused()
    {
        var bot = await MakeAsync("Shop");

        var refused = await user.PutAsync($"{bot}/draft", $$"""{"name":"{{new string('x', BotDocument.MaxSizeBytes)}}"}""", "\"1\"");

        refused.AssertIs(HttpStatusCode.RequestEntityTooLarge, "document.too_large");
    }

    [Fact]
    public async Task Versions_are_published_read_compared_and_restored()
    {
        var bot = await MakeAsync("Shop");
        await user.PutAsync($"{bot}/draft", DocumentJson.Write(A.Document(A.TextCommand("price", "Ten euros"))), "\"1\"");
        Assert.Equal(1, (await user.PostAsync($"{bot}/publish", new { Note = "First" }))["number"]!.GetValue<int>());
        await user.PutAsync($"{bot}/draft", DocumentJson.Write(A.Document(A.TextCommand("price", "Twelve euros"))), "\"2\"");
        Assert.Equal(2, (await user.PostAsync($"{bot}/publish"))["number"]!.GetValue<int>());

        var compared = await user.GetAsync($"{bot}/versions/1/changes?to=2");
        var restored = await user.PostAsync($"{bot}/versions/1/restore");
        var versions = await user.GetAsync($"{bot}/versions");
        var live = await user.GetAsync($"{bot}/versions/3");

        Assert.Equal("Command /price", compared["0.name"]!.GetValue<string>());
        Assert.Equal("Reply text changed (English)", compared["0.changes.0.title"]!.GetValue<string>());
        Assert.Equal(
            ("Ten euros", "Twelve euros"),
            (compared["0.changes.0.before"]!.GetValue<string>(), compared["0.changes.0.after"]!.GetValue<string>())
        );
        Assert.Equal(3, restored["number"]!.GetValue<int>());
        Assert.Equal([true, false, false], versions.Body!.AsArray().Select(version => version!["isLive"]!.GetValue<bool>()));
        Assert.Equal(("Oksana", "First"), (versions["2.publishedBy"]!.GetValue<string>(), versions["2.note"]!.GetValue<string>()));
        Assert.Equal("Ten euros", live["commands.0.response.text.en"]!.GetValue<string>());
    }

    [Fact]
    public async Task Publishing_twice_says_that_there_is_nothing_new()
    {
        var bot = await MakeAsync("Shop");
        await user.PostAsync($"{bot}/publish");

        (await user.PostAsync($"{bot}/publish")).AssertIs(HttpStatusCode.Conflict, "bots.nothing_to_publish");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"revision":"seven"}""")]
    public async Task A_malformed_note_does_not_publish(string body)
    {
        var bot = await MakeAsync("Shop");

        (await user.PostAsync($"{bot}/publish", body)).AssertIs(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Empty((await user.GetAsync($"{bot}/versions")).Body!.AsArray());
    }

    [Fact]
    public async Task Another_accounts_bot_does_not_exist_under_any_address()
    {
        var bot = await MakeAsync("Shop");
        await user.PostAsync($"{bot}/publish");
        using var stranger = await ApiUser.SignUpAsync(app);

        ApiAnswer[] answers =
        [
            await stranger.GetAsync(bot),
            await stranger.PatchAsync(bot, new { Name = "Mine" }),
            await stranger.DeleteAsync(bot),
            await stranger.GetAsync($"{bot}/draft"),
            await stranger.PutAsync($"{bot}/draft", DocumentJson.Write(A.Document()), "\"1\""),
            await stranger.PostAsync($"{bot}/publish"),
            await stranger.GetAsync($"{bot}/versions"),
            await stranger.GetAsync($"{bot}/versions/1"),
            await stranger.GetAsync($"{bot}/versions/1/changes"),
            await stranger.PostAsync($"{bot}/versions/1/restore"),
            await stranger.GetAsync($"{bot}/telegram"),
            await stranger.GetAsync($"{bot}/conversations"),
            await stranger.GetAsync($"{bot}/overview"),
            await stranger.GetAsync($"{bot}/dead-letters"),
            await stranger.PostAsync($"{bot}/dead-letters/requeue"),
            await stranger.DeleteAsync($"{bot}/dead-letters"),
        ];

        Assert.All(answers, answer => answer.AssertIs(HttpStatusCode.NotFound, "not_found"));
        Assert.Empty((await stranger.GetAsync(Bots)).Body!.AsArray());
        Assert.Equal("Shop", (await user.GetAsync(bot))["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_a_token_nothing_is_told()
    {
        using var nobody = app.NewVisitor();

        using var answer = await nobody.GetAsync(Bots);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_description_of_the_API_shows_what_to_send()
    {
        var description = await user.GetAsync("/openapi/v1.json");

        var paths = description["paths"]!;
        var put = paths["/api/v1/bots/{botId}/draft"]!["put"]!;
        Assert.Equal("Coffee on the corner", put["requestBody"]!["content"]!["application/json"]!["example"]!["name"]!.GetValue<string>());
        Assert.Contains(put["parameters"]!.AsArray(), parameter => parameter!["name"]!.GetValue<string>() == "If-Match");
        Assert.NotNull(description["components"]!["schemas"]!["BotDocument"]);
        Assert.NotNull(paths["/api/v1/bots/{botId}/conversations/{conversationId}/messages"]);
        Assert.NotNull(paths["/api/v1/bots/{botId}/telegram"]!["put"]);
    }

    private async Task<string> MakeAsync(string name)
    {
        var made = await user.PostAsync(Bots, new { Name = name });
        made.AssertIs(HttpStatusCode.Created);
        return made.Location!;
    }
}
