using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Outbound;
using BotStudio.Core.Webhooks;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Webhooks;

/// <summary>The running product beside a server of the owner's.</summary>
public sealed class LiveAppWithOwner : LiveApp
{
    public OwnerServer Owner { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(base.Settings) { ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1" };

    public override async Task InitializeAsync()
    {
        Owner = await OwnerServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Owner.DisposeAsync();
    }
}

/// <summary>From a command in Telegram to the owner's server and back.</summary>
public sealed class WebhookCommandTests(LiveAppWithOwner app) : IClassFixture<LiveAppWithOwner>
{
    private const string Fallback = "Sorry, I did not get that.";

    [Fact]
    public async Task The_server_gets_what_the_contact_wrote_and_its_text_is_the_answer()
    {
        app.Owner.Next(OwnerAnswer.Json("""{"text":"Order **117** is on its way."}"""));
        var bot = await GivenBotAsync();
        var anna = bot.Contact();

        anna.Says("/order 117");
        Assert.Equal("Order 117 is on its way.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        var request = app.Owner.Requests[^1];
        var body = JsonNode.Parse(request.Body)!;
        Assert.Equal(("command.called", bot.Id), (body["type"]!.GetValue<string>(), body["botId"]!.GetValue<Guid>()));
        Assert.Null(body["test"]);
        var data = body["data"]!;
        Assert.Equal(("order", "117", "en"), (Text(data["command"]), Text(data["arguments"]), Text(data["language"])));
        Assert.Equal(("Anna", "279058397"), (Text(data["contact"]!["firstName"]), Text(data["contact"]!["externalId"])));
        Assert.Equal(Assert.Single(await bot.ConversationsAsync()).Id, data["conversationId"]!.GetValue<Guid>());
        Assert.StartsWith("v1,", request.Headers["webhook-signature"], StringComparison.Ordinal);
        var messages = await bot.MessagesAsync();
        Assert.Equal(["/order 117", "Order **117** is on its way."], messages.Select(message => message.Text));
        Assert.Empty(await bot.ProblemsAsync());
    }

    [Fact]
    public async Task Buttons_of_the_answer_open_pages_run_commands_and_speak_for_the_contact()
    {
        app.Owner.Next(
            OwnerAnswer.Json(
                """{"text":"Choose","buttons":[[{"text":"Page","url":"https://example.com/"},{"text":"Price","command":"price"}],{"text":"Again","send":"/order 118"}]}"""
            ),
            OwnerAnswer.Json("""{"text":"Second"}""")
        );
        var bot = await GivenBotAsync();
        var anna = bot.Contact();
        anna.Says("/order 117");
        await anna.HearsAsync();

        anna.Taps("Price");
        Assert.Equal("Ten euros", (await anna.HearsAsync()).Text);

        anna.TapsData("w:/order 118");
        Assert.Equal("Second", (await anna.HearsAsync()).Text);
        Assert.Equal("118", Text(JsonNode.Parse(app.Owner.Requests[^1].Body)!["data"]!["arguments"]));
    }

    [Fact]
    public async Task What_the_answer_says_of_the_contact_is_remembered()
    {
        app.Owner.Next(OwnerAnswer.Json("""{"text":"Noted","fields":{"city":"Kyiv","points":12},"tags":{"add":["vip"]},"human":true}"""));
        var bot = await GivenBotAsync();
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        await bot.QuietAsync();

        await using var db = app.OpenDatabase();
        var contact = await db.Contacts.SingleAsync(row => row.BotId == bot.Id);
        Assert.Equal(["vip"], contact.Tags);
        Assert.Equal(
            [("city", "Kyiv"), ("points", "12")],
            ContactProfile.ReadFields(contact.Fields).OrderBy(field => field.Key).Select(field => (field.Key, field.Value))
        );
        Assert.NotNull((await db.Conversations.SingleAsync(row => row.BotId == bot.Id)).HumanWantedAt);
    }

    [Fact]
    public async Task A_command_that_the_server_runs_answers_after_its_text()
    {
        app.Owner.Next(OwnerAnswer.Json("""{"text":"First","run":"price"}"""));
        var bot = await GivenBotAsync();
        var anna = bot.Contact();

        anna.Says("/order");

        Assert.Equal("First", (await anna.HearsAsync()).Text);
        Assert.Equal("Ten euros", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_command_that_the_server_runs_may_ask_the_model()
    {
        app.Owner.Next(OwnerAnswer.Json("""{"run":"ask what is it"}"""));
        app.Ai.Next(AiReply.Text("A coffee"));
        var bot = await GivenBotAsync();
        var anna = bot.Contact();

        anna.Says("/order");

        Assert.Equal("A coffee", (await anna.HearsAsync()).Text);
    }

    [Theory]
    [InlineData("""{"text":""", "webhooks.not_json")]
    [InlineData("""[1,2]""", "webhooks.bad_answer")]
    [InlineData("""{"text":["a"]}""", "webhooks.bad_answer")]
    [InlineData("""{"buttons":[[{"url":"https://example.com"}]]}""", "webhooks.bad_answer")]
    [InlineData("""{"buttons":[[{"text":"x","url":"javascript:alert(1)"}]]}""", "webhooks.bad_answer")]
    [InlineData("""{"fields":{"nobody":"1"}}""", "webhooks.bad_answer")]
    [InlineData("""{"fields":{"points":"many"}}""", "webhooks.bad_answer")]
    [InlineData("""{"run":"nothing"}""", "webhooks.unknown_command")]
    [InlineData("""{"run":"order"}""", "webhooks.circle")]
    public async Task An_answer_that_cannot_be_used_gives_the_contact_the_fallback_and_the_owner_the_reason(string answer, string problem)
    {
        app.Owner.Next(OwnerAnswer.Json(answer));
        var bot = await GivenBotAsync();
        var anna = bot.Contact();

        anna.Says("/order");

        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await UntilLoggedAsync(bot);
        Assert.Equal(["webhooks.command_failing"], await bot.ProblemsAsync());
        Assert.Contains($"\"problem\": \"{problem}\"", (await bot.MessagesAsync())[^1].Reason, StringComparison.Ordinal);
        await using var db = app.OpenDatabase();
        var logged = await db.WebhookDeliveries.SingleAsync(row => row.BotId == bot.Id);
        Assert.Equal((WebhookStatus.Failed, problem, true), (logged.Status, logged.LastProblem, logged.IsOnce));
        Assert.Equal((answer, problem), (Assert.Single(logged.Log).Answer, logged.Log[0].AsProblem!.Code));
        Assert.Equal(
            "webhooks.only_once",
            (await bot.RunAsync((ResendWebhook act) => act.RunAsync(bot.Id, logged.Id, default))).Problem!.Code
        );
    }

    [Fact]
    public async Task A_server_that_fails_gives_the_text_for_that_and_is_forgiven_when_it_works()
    {
        app.Owner.Next(OwnerAnswer.Status(500), OwnerAnswer.Says(200, "Here again"));
        var bot = await GivenBotAsync(otherwise: "The shop is closed.");
        var anna = bot.Contact();

        anna.Says("/order");
        Assert.Equal("The shop is closed.", (await anna.HearsAsync()).Text);
        await UntilLoggedAsync(bot);
        Assert.Equal(["webhooks.command_failing"], await bot.ProblemsAsync());

        anna.Says("/order");
        Assert.Equal("Here again", (await anna.HearsAsync()).Text);
        await LiveBot.UntilAsync("the problem is over", async () => await bot.ProblemsAsync() is []);
    }

    [Fact]
    public async Task A_server_that_stalls_keeps_the_contact_waiting_for_ten_seconds_and_other_chats_not_at_all()
    {
        app.Owner.Next(OwnerAnswer.Stall);
        var bot = await GivenBotAsync();
        var (anna, boris) = (bot.Contact(), bot.Contact(contactId: 7, firstName: "Boris"));
        var before = app.Owner.Requests.Count;
        anna.Says("/order");
        await LiveBot.UntilAsync("the server is asked", () => Task.FromResult(app.Owner.Requests.Count > before));

        boris.Says("/price");
        Assert.Equal("Ten euros", (await boris.HearsAsync()).Text);

        app.Clock.Jump(OutboundHttp.Limit);
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_not_called()
    {
        var bot = await GivenBotAsync(url: $"http://localhost:{app.Owner.Url.Port}/");
        var before = app.Owner.Requests.Count;
        var anna = bot.Contact();

        anna.Says("/order");

        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        Assert.Equal(before, app.Owner.Requests.Count);
    }

    [Fact]
    public async Task An_empty_answer_says_nothing()
    {
        app.Owner.Next(OwnerAnswer.Status(204));
        var bot = await GivenBotAsync();
        bot.Contact().Says("/order");
        await bot.QuietAsync();

        Assert.False(bot.Contact().HasNews);
        Assert.Empty(await bot.ProblemsAsync());
    }

    private Task<LiveBot> GivenBotAsync(string? url = null, string? otherwise = null) =>
        app.GivenBotAsync(
            A.Document(
                A.Command(
                    "order",
                    new WebhookResponse { Url = url ?? app.Owner.At("/bot"), Otherwise = otherwise is null ? [] : A.Text(otherwise) }
                ),
                A.TextCommand("price", "Ten euros"),
                A.Command("ask", new AiResponse { Text = "You are a barista." })
            ) with
            {
                ContactFields =
                [
                    new ContactField { Key = "city", Label = A.Text("City") },
                    new ContactField
                    {
                        Key = "points",
                        Label = A.Text("Points"),
                        Kind = ContactFieldKind.Number,
                    },
                ],
            }
        );

    /// <summary>The contact has their answer first; then the owner is told.</summary>
    private Task UntilLoggedAsync(LiveBot bot) =>
        LiveBot.UntilAsync(
            "the failed call is in the log",
            async () =>
            {
                await using var db = app.OpenDatabase();
                return await db.WebhookDeliveries.AnyAsync(row => row.BotId == bot.Id);
            }
        );

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
