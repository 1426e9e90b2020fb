using System.Net;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Conversations;

public sealed class ConversationEndpointTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private ApiUser user = null!;
    private Chats chats = null!;
    private Bot bot = null!;
    private string address = "";

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        address = (await user.PostAsync("/api/v1/bots", new { Name = "Shop" })).Location!;
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
    public async Task Conversations_are_handed_out_page_by_page()
    {
        foreach (var name in (string[])["Anna", "Boris", "Clara"])
        {
            await chats.HeardAsync(await chats.BeginAsync(bot, name), $"I am {name}");
        }

        var first = await user.GetAsync($"{address}/conversations?limit=2");
        var second = await user.GetAsync($"{address}/conversations?limit=2&after={first["next"]}");

        Assert.Equal(["Clara", "Boris"], first["items"]!.AsArray().Select(row => row!["contact"]!["displayName"]!.GetValue<string>()));
        Assert.Equal(["I am Anna"], second["items"]!.AsArray().Select(row => row!["lastMessage"]!.GetValue<string>()));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task A_contact_is_searched_by_name()
    {
        await chats.BeginAsync(bot, "Олена", "Шевченко");
        await chats.BeginAsync(bot, "Boris");

        var found = await user.GetAsync($"{address}/conversations?search={Uri.EscapeDataString("шевч")}");

        Assert.Equal("Олена Шевченко", found["items"]!.AsArray().Single()!["contact"]!["displayName"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_transcript_tells_what_was_said_and_why()
    {
        var chat = await chats.BeginAsync(bot, "Anna");
        await chats.HeardAsync(chat, "/price");
        var reply = await chats.SaidAsync(chat, "Ten euros", new ReplyReason(ReplyStep.Command, "price", 3));

        var messages = await user.GetAsync($"{address}/conversations/{chat.ConversationId}/messages");
        var earlier = await user.GetAsync($"{address}/conversations/{chat.ConversationId}/messages?before={reply}&limit=10");
        var contact = await user.GetAsync($"{address}/conversations/{chat.ConversationId}");

        Assert.Equal(["in", "out"], messages["messages"]!.AsArray().Select(message => message!["direction"]!.GetValue<string>()));
        Assert.Equal("command", messages["messages.1.reason.step"]!.GetValue<string>());
        Assert.Equal("price", messages["messages.1.reason.command"]!.GetValue<string>());
        Assert.Equal("/price", earlier["messages"]!.AsArray().Single()!["text"]!.GetValue<string>());
        Assert.Equal("private", contact["chatKind"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_overview_counts_in_the_given_time_zone()
    {
        await chats.HeardAsync(await chats.BeginAsync(bot, "Anna"), "Hello");

        var overview = await user.GetAsync($"{address}/overview?zone=Europe/Kyiv");

        Assert.Equal(1, overview["contacts"]!.GetValue<int>());
        Assert.Equal(1, overview["today.received"]!.GetValue<int>());
        Assert.Equal(7, overview["days"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("conversations?after=nonsense", "conversations.bad_cursor")]
    [InlineData("overview?zone=Mars/Olympus", "conversations.unknown_zone")]
    public async Task What_is_not_understood_is_refused_by_name(string path, string code) =>
        (await user.GetAsync($"{address}/{path}")).AssertIs(HttpStatusCode.UnprocessableEntity, code);

    [Fact]
    public async Task Dead_letters_are_listed_and_put_back()
    {
        await chats.RunAsync(
            """
            insert into jobs (account_id, subject_id, kind, lane, payload, state, due_at, attempts, error, created_at)
            values ($1, $2, 'telegram.receive', 1, $3, 3, now(), 1, 'Refused: no update_id', now())
            """,
            bot.AccountId,
            bot.Id,
            "{}"u8.ToArray()
        );

        var listed = await user.GetAsync($"{address}/dead-letters");
        var discarded = await user.DeleteAsync($"{address}/dead-letters?id={listed["letters.0.id"]}");

        Assert.Equal((1, "incoming"), (listed["total"]!.GetValue<int>(), listed["letters.0.kind"]!.GetValue<string>()));
        Assert.Equal(1, discarded["count"]!.GetValue<int>());
        Assert.Equal(0, (await user.PostAsync($"{address}/dead-letters/requeue"))["count"]!.GetValue<int>());
    }
}
