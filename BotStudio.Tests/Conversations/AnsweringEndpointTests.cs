using System.Net;
using BotStudio.Core.Bots;
using BotStudio.Tests.Files;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Conversations;

/// <summary>A program of the account answers contacts through the API, and the contact reads it in Telegram.</summary>
public sealed class AnsweringEndpointTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private ApiUser user = null!;
    private LiveBot bot = null!;
    private TelegramContact anna = null!;
    private string address = "";

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        var document = A.Document(A.TextCommand("price", "Five euros"));
        var id = (await app.RunAsync(user.AccountId, (CreateBot act) => act.RunAsync(document, default))).Value;
        bot = new LiveBot(app, user.AccountId, id, app.Telegram.NewToken());
        await bot.PublishAsync();
        bot = await bot.ConnectAsync(bot.Token);
        anna = bot.Contact();
        anna.Says("/start");
        await anna.HearsAsync();
        await bot.QuietAsync();
        address = $"/api/v1/bots/{id}/conversations/{Assert.Single(await bot.ConversationsAsync()).Id}";
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_message_is_sent_as_the_bot_and_tells_what_came_of_it()
    {
        var sent = await user.PostAsync(
            $"{address}/messages",
            """
            {"text":"Your order is **on its way**","form":"markdown","buttons":[[{"text":"Prices","command":"price"},{"text":"Shop","url":"https://shop.example.com"}]]}
            """
        );

        sent.AssertIs(HttpStatusCode.Accepted);
        Assert.Equal("Oksana", sent["sentBy"]!.GetValue<string>());
        var heard = await anna.HearsAsync();
        Assert.Equal("Your order is on its way", heard.Text);
        Assert.Equal(["Prices", "Shop"], heard.Buttons.SelectMany(row => row).Select(button => button.Text));
        await bot.QuietAsync();
        Assert.Equal("sent", (await user.GetAsync(sent.Location!))["status"]!.GetValue<string>());

        anna.Taps("Prices");
        Assert.Equal("Five euros", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task Plain_text_is_sent_as_it_stands()
    {
        (await user.PostAsync($"{address}/messages", new { Text = "2 * 3 * 4" })).AssertIs(HttpStatusCode.Accepted);

        Assert.Equal("2 * 3 * 4", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task An_uploaded_picture_and_a_place_are_sent()
    {
        var file = await user.PostAsync(
            $"/api/v1/bots/{bot.Id}/files",
            (Func<HttpContent>)(() => new MultipartFormDataContent { { new ByteArrayContent(Pictures.Png()), "file", "a.png" } })
        );

        (await user.PostAsync($"{address}/messages", new { FileId = file["id"], Text = "Look" })).AssertIs(HttpStatusCode.Accepted);
        (await user.PostAsync($"{address}/messages", new { Place = new { Latitude = 49.84, Longitude = 24.03 } })).AssertIs(
            HttpStatusCode.Accepted
        );

        var picture = await anna.HearsAsync();
        Assert.Equal(("photo", "Look"), (picture.Media!.Kind, picture.Text));
        Assert.Equal((49.84, 24.03), (await anna.HearsAsync()).Place);
    }

    [Fact]
    public async Task The_same_idempotency_key_sends_once_and_answers_the_same()
    {
        var first = await user.SendAsync(
            HttpMethod.Post,
            $"{address}/messages",
            new { Text = "once" },
            headers: [("Idempotency-Key", "k1")]
        );
        var again = await user.SendAsync(
            HttpMethod.Post,
            $"{address}/messages",
            new { Text = "once" },
            headers: [("Idempotency-Key", "k1")]
        );
        var other = await user.SendAsync(
            HttpMethod.Post,
            $"{address}/messages",
            new { Text = "twice" },
            headers: [("Idempotency-Key", "k2")]
        );

        Assert.Equal(first["id"]!.ToString(), again["id"]!.ToString());
        other.AssertIs(HttpStatusCode.Accepted);
        Assert.Equal("once", (await anna.HearsAsync()).Text);
        Assert.Equal("twice", (await anna.HearsAsync()).Text);
    }

    [Theory]
    [InlineData("""{}""", "conversations.nothing_to_send", "/text")]
    [InlineData("""{"text":"x","fileId":"01900000-0000-7000-8000-000000000000"}""", "conversations.unknown_file", "/fileId")]
    [InlineData("""{"place":{"latitude":91,"longitude":0}}""", "conversations.bad_place", "/place")]
    [InlineData(
        """{"text":"x","buttons":[[{"text":"a"}],[{"text":"b"},{"text":"c","url":"javascript:alert(1)"}]]}""",
        "conversations.bad_button",
        "/buttons/1/1"
    )]
    [InlineData(
        """{"text":"x","buttons":[[{"text":"a","url":"https://a.example","send":"b"}]]}""",
        "conversations.bad_button",
        "/buttons/0/0"
    )]
    public async Task What_cannot_be_sent_is_refused_with_its_place(string body, string code, string place)
    {
        var refused = await user.PostAsync($"{address}/messages", body);

        refused.AssertIs(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal(place, refused["errors.0.place"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_conversation_is_taken_over_and_handed_back()
    {
        await app.ExecuteAsync($"update conversations set human_wanted_at = now() where bot_id = '{bot.Id}'");
        Assert.Equal(1, (await user.GetAsync($"/api/v1/bots/{bot.Id}/inbox"))["waiting"]!.GetValue<int>());
        Assert.Single((await user.GetAsync($"/api/v1/bots/{bot.Id}/conversations?filter=waiting"))["items"]!.AsArray());

        var taken = await user.PostAsync($"{address}/take-over");
        Assert.Equal("Oksana", taken["takenOver.name"]!.GetValue<string>());
        Assert.StartsWith("Oksana has joined", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.Says("hello?");
        await bot.QuietAsync();
        Assert.Equal(1, (await user.GetAsync(address))["unreadCount"]!.GetValue<int>());
        Assert.Equal(0, (await user.PostAsync($"{address}/read"))["unreadCount"]!.GetValue<int>());

        Assert.Null((await user.PostAsync($"{address}/hand-back"))["takenOver"]);
        anna.Says("/price");
        Assert.Equal("Five euros", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        var notes = (await user.GetAsync($"{address}/messages"))["messages"]!
            .AsArray()
            .Where(m => m!["direction"]!.GetValue<string>() == "note");
        Assert.Equal(["taken_over", "handed_back"], notes.Select(note => note!["kind"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_was_said_is_found_and_an_unknown_filter_is_refused()
    {
        anna.Says("My order is 4711");
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Single((await user.GetAsync($"{address}/found?text=4711")).Body!.AsArray());
        Assert.Single((await user.GetAsync($"/api/v1/bots/{bot.Id}/conversations?search=4711"))["items"]!.AsArray());
        (await user.GetAsync($"/api/v1/bots/{bot.Id}/conversations?filter=lost")).AssertIs(
            HttpStatusCode.UnprocessableEntity,
            "conversations.unknown_filter"
        );
    }

    [Fact]
    public async Task Canned_replies_are_kept_changed_and_deleted()
    {
        var replies = $"/api/v1/bots/{bot.Id}/canned-replies";
        var added = await user.PostAsync(replies, new { Shortcut = "hours", Text = "9 to 18" });
        added.AssertIs(HttpStatusCode.Created);
        (await user.PostAsync(replies, new { Shortcut = "Hours", Text = "x" })).AssertIs(HttpStatusCode.Conflict, "canned.shortcut_taken");
        (await user.PutAsync(added.Location!, new { Shortcut = "open", Text = "9 to 20" })).AssertIs(HttpStatusCode.OK);
        Assert.Equal("open", Assert.Single((await user.GetAsync(replies)).Body!.AsArray())!["shortcut"]!.GetValue<string>());
        (await user.DeleteAsync(added.Location!)).AssertIs(HttpStatusCode.NoContent);
        (await user.DeleteAsync(added.Location!)).AssertIs(HttpStatusCode.NotFound, "not_found");
    }
}
