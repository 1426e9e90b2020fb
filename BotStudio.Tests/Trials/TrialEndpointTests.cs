using System.Net;
using System.Text.Json.Nodes;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Trials;

/// <summary>The API of trials, route by route, as a program uses it; the product works in the background as it does for everybody.</summary>
public sealed class TrialEndpointTests(TrialEndpointTests.AskedApp app) : IClassFixture<TrialEndpointTests.AskedApp>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ApiUser user = null!;
    private Guid botId;

    private string Bot => $"/api/v1/bots/{botId}";

    public async Task InitializeAsync()
    {
        app.Ai.ForgetReplies();
        app.Ai.Always = AiReply.Echo;
        user = await ApiUser.SignUpAsync(app);
        botId = (await user.PostAsync("/api/v1/bots", new { Name = "Shop", Language = "en" }))["id"]!.GetValue<Guid>();
        await SaveAsync("You sell coffee.");
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_library_has_prompts_in_every_language()
    {
        var library = await user.GetAsync("/api/v1/prompt-library");

        library.AssertIs(HttpStatusCode.OK);
        Assert.Equal("shop", Text(library["0.key"]));
        Assert.Contains("{{bot.name}}", Text(library["0.text.de"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_are_asked_of_the_draft_the_live_version_and_another_model()
    {
        (await user.PostAsync(Bot + "/publish", new { })).AssertIs(HttpStatusCode.OK);
        app.Ai.Always = AiReply.Of(request => $"{request.Model}: {request.LastUserText}");

        var tried = await user.PostAsync(
            Bot + "/try",
            """{"messages":["One","Two"],"contestants":[{"target":"draft"},{"target":"live"},{"target":"draft","model":"gpt-4o"}]}"""
        );

        tried.AssertIs(HttpStatusCode.OK);
        Assert.Equal(6, tried.Body!.AsArray().Count);
        Assert.Equal(
            ["gpt-4o-mini: One", "gpt-4o-mini: One", "gpt-4o: One", "gpt-4o-mini: Two", "gpt-4o-mini: Two", "gpt-4o: Two"],
            tried.Body.AsArray().Select(answer => Text(answer!["text"]))
        );
        Assert.Equal("ai", Text(tried["0.step"]));
        Assert.True(tried["0.tokensIn"]!.GetValue<int>() > 0);
        Assert.True(tried["0.cost"]!.GetValue<decimal>() > 0);
        (await user.GetAsync(Bot + "/conversations")).AssertIs(HttpStatusCode.OK);
        Assert.Empty((await user.GetAsync(Bot + "/conversations"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{}""", "trials.no_messages")]
    [InlineData("""{"messages":[null]}""", "trials.no_messages")]
    [InlineData("""{"messages":["Hi"],"contestants":[]}""", "trials.no_messages")]
    [InlineData("""{"messages":["1","2","3","4","5","6","7","8","9","10","11"]}""", "trials.too_many_messages")]
    [InlineData("""{"messages":["Hi"],"contestants":[{},{},{},{},{},{}]}""", "trials.too_many_contestants")]
    [InlineData("""{"messages":["Hi"],"language":"xx"}""", "trials.unknown_language")]
    [InlineData("""{"messages":["Hi"],"contestants":[{"target":"live"}]}""", "trials.not_live")]
    public async Task A_trial_that_cannot_be_is_refused_with_its_reason(string body, string code) =>
        (await user.PostAsync(Bot + "/try", body)).AssertIs(HttpStatusCode.UnprocessableEntity, code);

    [Fact]
    public async Task Questions_are_added_read_changed_moved_and_deleted()
    {
        var made = await user.PostAsync(
            Bot + "/tests",
            // As a program might write it: the type last.
            """{"text":"How much is delivery?","expectations":[{"text":"5 EUR | €5","type":"contains"},{"criterion":"Offers to order.","type":"judged"}]}"""
        );
        made.AssertIs(HttpStatusCode.Created);
        Assert.Equal($"{Bot}/tests/{Text(made["id"])}", made.Location);
        var second = await user.PostAsync(Bot + "/tests", """{"text":"Second"}""");

        (await user.PostAsync($"{Bot}/tests/{Text(second["id"])}/move", """{"to":0}""")).AssertIs(HttpStatusCode.NoContent);
        var changed = await user.PutAsync(
            made.Location!,
            """{"text":"Delivery?","language":"uk","expectations":[{"type":"language"},{"type":"max_length","characters":400}]}"""
        );
        changed.AssertIs(HttpStatusCode.OK);

        var set = await user.GetAsync(Bot + "/tests");
        Assert.Equal(["Second", "Delivery?"], set["questions"]!.AsArray().Select(question => Text(question!["text"])));
        Assert.Equal(
            ["language", "max_length"],
            set["questions.1.expectations"]!.AsArray().Select(expectation => Text(expectation!["type"]))
        );
        Assert.Equal("Delivery?", Text((await user.GetAsync(made.Location!))["text"]));

        (await user.DeleteAsync(made.Location!)).AssertIs(HttpStatusCode.NoContent);
        (await user.GetAsync(made.Location!)).AssertIs(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("""{"text":" "}""", "trials.question_empty", "/text")]
    [InlineData("""{"text":"Hi","language":"xx"}""", "trials.unknown_language", "/language")]
    [InlineData(
        """{"text":"Hi","expectations":[{"type":"contains","text":"a"},{"type":"lacks","text":""}]}""",
        "trials.expectation_empty",
        "/expectations/1"
    )]
    [InlineData("""{"text":"Hi","expectations":[null]}""", "trials.expectation_empty", "/expectations/0")]
    [InlineData("""{"text":"Hi","expectations":[{"type":"max_length","characters":0}]}""", "trials.length_range", "/expectations/0")]
    public async Task A_question_that_asks_nothing_is_refused_with_the_place(string body, string code, string place)
    {
        var refused = await user.PostAsync(Bot + "/tests", body);

        refused.AssertIs(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal(place, Text(refused["errors.0.place"]));
    }

    [Fact]
    public async Task An_expectation_of_no_known_type_is_a_malformed_body() =>
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await user.PostAsync(Bot + "/tests", """{"text":"Hi","expectations":[{"type":"smells","text":"a"}]}""")).Status
        );

    [Fact]
    public async Task A_program_runs_the_tests_and_publishes_only_what_passes()
    {
        await user.PostAsync(Bot + "/tests", """{"text":"How much?","expectations":[{"type":"contains","text":"euros"}]}""");
        (await user.PutAsync(Bot + "/tests/settings", """{"runsBeforePublish":true,"blocks":true}""")).AssertIs(HttpStatusCode.NoContent);
        (await user.PostAsync(Bot + "/publish", new { })).AssertIs(HttpStatusCode.UnprocessableEntity, "trials.not_run");

        app.Ai.Always = AiReply.Text("No idea.");
        var failed = await RunAsync();
        Assert.Equal(("failed", "No idea."), (Text(failed["results.0.outcome"]), Text(failed["results.0.answer"])));
        Assert.False(failed["results.0.verdicts.0.isMet"]!.GetValue<bool>());
        (await user.PostAsync(Bot + "/publish", new { })).AssertIs(HttpStatusCode.UnprocessableEntity, "trials.not_passed");

        app.Ai.Always = AiReply.Text("Two euros.");
        var passed = await RunAsync();
        Assert.Equal("better", Text(passed["results.0.change"]));
        Assert.Equal(1, passed["newlyPassing"]!.GetValue<int>());
        (await user.PostAsync(Bot + "/publish", new { })).AssertIs(HttpStatusCode.OK);

        await SaveAsync("You sell tea.");
        var next = await RunAsync("?againstLive=true");
        Assert.Equal(1, next["comparedWith.liveNumber"]!.GetValue<int>());
        var runs = await user.GetAsync(Bot + "/tests/runs");
        Assert.Equal(3, runs.Body!.AsArray().Count);
        Assert.Equal("finished", Text(runs["0.state"]));
        (await user.PostAsync($"{Bot}/tests/runs/{Text(runs["0.id"])}/stop", new { })).AssertIs(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Conversations_are_replayed_and_their_contact_hears_nothing()
    {
        var chat = await TalkAsync();
        var offered = await user.GetAsync(Bot + "/replays/conversations?limit=1");
        Assert.Equal(
            (chat.ConversationId.ToString(), 1),
            (Text(offered["items.0.conversationId"]), offered["items.0.answers"]!.GetValue<int>())
        );
        Assert.Null(offered["next"]);
        var ids = $"\"days\":7,\"conversationIds\":[\"{chat.ConversationId}\"]";
        var plan = await user.PostAsync(Bot + "/replays/estimate", $"{{{ids}}}");
        plan.AssertIs(HttpStatusCode.OK);
        (await user.PostAsync(Bot + "/replays", $"{{{ids}}}")).AssertIs(HttpStatusCode.UnprocessableEntity, "trials.estimate_changed");

        var started = await user.PostAsync(Bot + "/replays", $"{{{ids},\"agreedCost\":{plan["cost"]!.ToJsonString()}}}");
        started.AssertIs(HttpStatusCode.Accepted);
        var replay = await EndOfAsync(started.Location!, "replay");

        Assert.Equal(
            ("finished", "Nine euros.", "Echo: How much?"),
            (Text(replay["replay.state"]), Text(replay["items.0.then"]), Text(replay["items.0.now"]))
        );
        Assert.Single((await user.GetAsync(Bot + "/replays"))["items"]!.AsArray());
        await using (var db = app.Services.GetRequiredService<PlatformDb>().Open())
        {
            Assert.Equal(2, await db.Messages.CountAsync(message => message.BotId == botId));
        }

        (await user.DeleteAsync(started.Location!)).AssertIs(HttpStatusCode.NoContent);
        (await user.GetAsync(started.Location!)).AssertIs(HttpStatusCode.NotFound, "not_found");
        (await user.GetAsync(Bot + "/replays?after=nonsense")).AssertIs(HttpStatusCode.UnprocessableEntity, "trials.bad_cursor");
        (await user.GetAsync(Bot + "/replays/conversations?after=nonsense")).AssertIs(
            HttpStatusCode.UnprocessableEntity,
            "trials.bad_cursor"
        );
    }

    [Fact]
    public async Task Every_route_is_described_and_shows_a_body_to_begin_with()
    {
        var paths = JsonNode.Parse(await app.NewVisitor().GetStringAsync("/openapi/v1.json"))!["paths"]!.AsObject();
        var ours = paths.Where(path =>
            path.Key.Contains("/tests", StringComparison.Ordinal)
            || path.Key.Contains("/replays", StringComparison.Ordinal)
            || path.Key.EndsWith("/try", StringComparison.Ordinal)
        );
        var operations = ours.SelectMany(path =>
                path.Value!.AsObject().Select(operation => (Name: $"{operation.Key} {path.Key}", Body: operation.Value!))
            )
            .ToList();

        Assert.True(operations.Count >= 17, operations.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty(Text(operation.Body["summary"])), operation.Name));
        Assert.All(
            operations.Where(operation => operation.Body["requestBody"] is not null),
            operation => Assert.True(operation.Body["requestBody"]!["content"]!["application/json"]!["example"] is not null, operation.Name)
        );
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private async Task SaveAsync(string prompt)
    {
        var draft = await user.GetAsync(Bot + "/draft");
        draft["document.prompt"]!["isActive"] = true;
        draft["document.prompt"]!["text"] = prompt;
        (await user.PutAsync(Bot + "/draft", draft["document"]!.ToJsonString(), draft.ETag)).AssertIs(HttpStatusCode.OK);
    }

    private async Task<ApiAnswer> RunAsync(string query = "")
    {
        var started = await user.PostAsync(Bot + "/tests/runs", """{"target":"draft"}""");
        started.AssertIs(HttpStatusCode.Accepted);
        return await EndOfAsync(started.Location! + query, "run");
    }

    /// <summary>The product tells when something of a trial has changed; whoever hears it looks.</summary>
    private async Task<ApiAnswer> EndOfAsync(string location, string what)
    {
        var told = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        using var hearing = app
            .Services.GetRequiredService<Notifications>()
            .Subscribe(Notifications.Trials, _ => told.Writer.TryWrite(true));
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var read = await user.GetAsync(location);
            read.AssertIs(HttpStatusCode.OK);
            if (Text(read[what + ".state"]) != "running")
            {
                return read;
            }

            await told.Reader.ReadAsync(patience.Token);
        }
    }

    private async Task<Chat> TalkAsync()
    {
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var chats = new Chats(app.Services, TimeProvider.System);
        var chat = await chats.BeginAsync(await db.Bots.SingleAsync(b => b.Id == botId), "Anna");
        await chats.HeardAsync(chat, "How much?");
        await chats.SaidAsync(chat, "Nine euros.", new ReplyReason(ReplyStep.Ai, Version: 1), ai: new AiUsage("gpt-4o", 120, 8, 900));
        return chat;
    }

    /// <summary>The platform's model is the test's.</summary>
    public sealed class AskedApp : App
    {
        public AiServer Ai { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["OpenAI:ApiKey"] = "sk-asked-1", ["OpenAI:BaseUrl"] = Ai.BaseUrl.AbsoluteUri };

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
