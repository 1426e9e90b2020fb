using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Conversations;

/// <summary>Chats of several people, and people who cannot be written to.</summary>
public sealed class GroupTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private const long Group = -1001234567890;

    private LiveBot bot = null!;

    public async Task InitializeAsync() => bot = await app.GivenBotAsync(A.Document(A.TextCommand("ping", "pong {{command.args}}")));

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_answer_names_the_message_it_answers()
    {
        var (anna, boris) = (bot.MemberOf(Group, 1), bot.MemberOf(Group, 2, "Boris"));

        anna.Says("/ping anna");
        boris.Says("/ping boris");
        var answers = new[] { await anna.HearsAsync(), await anna.HearsAsync() };
        await bot.QuietAsync();

        var heard = (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.In).ToList();
        Assert.Equal(["pong anna", "pong boris"], answers.Select(answer => answer.Text));
        Assert.Equal(heard.Select(m => m.ExternalId), answers.Select(answer => $"{answer.ReplyTo}"));
        Assert.Equal(2, (await bot.ContactsAsync()).Count);
        Assert.Equal(heard.Select(m => m.ContactId).ToHashSet(), (await bot.ContactsAsync()).Select(c => (Guid?)c.Id).ToHashSet());
        Assert.Single(await bot.ConversationsAsync());
    }

    [Fact]
    public async Task An_answer_that_had_to_wait_still_names_the_message_it_answers()
    {
        var anna = bot.MemberOf(Group);
        app.Telegram.Next("sendMessage", TelegramFault.RateLimited(5));

        anna.Says("/ping 1");
        anna.Says("/ping 2");
        await bot.QuietLaterAsync();

        var heard = (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.In).ToList();
        Assert.Equal(["pong 1", "pong 2"], bot.Telegram.Sent.Select(m => m.Text));
        Assert.Equal(heard.Select(m => m.ExternalId), bot.Telegram.Sent.Select(m => $"{m.ReplyTo}"));
    }

    [Fact]
    public async Task What_is_not_meant_for_the_bot_is_neither_answered_nor_written_down()
    {
        var anna = bot.MemberOf(Group);

        anna.Says("Did you see the game?");
        anna.Says("/ping");
        Assert.Equal("pong", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(["/ping", "pong "], (await bot.MessagesAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task Topics_of_a_forum_are_conversations_of_their_own()
    {
        var anna = bot.MemberOf(Group);
        anna.ThreadId = 7;
        anna.Says("/ping seven");
        Assert.Equal(("pong seven", 7), ((await anna.HearsAsync()) is var answer ? answer.Text : "", answer.ThreadId));
        anna.ThreadId = 8;
        anna.Says("/ping eight");
        Assert.Equal(8, (await anna.HearsAsync()).ThreadId);
        await bot.QuietAsync();

        Assert.Equal(["7", "8"], (await bot.ConversationsAsync()).Select(c => c.ThreadId));
    }

    [Fact]
    public async Task A_group_that_becomes_a_supergroup_goes_on_as_the_same_conversation()
    {
        const long NewId = -1009999999999;
        var anna = bot.MemberOf(-5550001);
        anna.Says("/ping before");
        await anna.HearsAsync();

        anna.Upgrades(NewId);
        await bot.QuietAsync();
        var moved = bot.MemberOf(NewId);
        moved.Says("/ping after");
        Assert.Equal("pong after", (await moved.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal($"{NewId}", Assert.Single(await bot.ConversationsAsync()).ChatId);
        Assert.Equal(4, (await bot.MessagesAsync()).Count);
    }

    [Fact]
    public async Task A_group_that_moves_while_an_answer_is_on_its_way_gets_it_at_its_new_place()
    {
        const long NewId = -1008888888888;
        var anna = bot.MemberOf(-5550002);
        app.Telegram.Next("sendMessage", TelegramFault.MovedTo(NewId));

        anna.Says("/ping");
        Assert.Equal("pong", (await bot.MemberOf(NewId).HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal($"{NewId}", Assert.Single(await bot.ConversationsAsync()).ChatId);
        Assert.Equal(MessageStatus.Sent, (await bot.MessagesAsync())[1].Status);
    }

    [Fact]
    public async Task A_chat_that_moves_in_circles_is_given_up()
    {
        var anna = bot.MemberOf(-5550003);
        app.Telegram.Next("sendMessage", [.. Enumerable.Repeat(TelegramFault.MovedTo(-5550003), 5)]);

        anna.Says("/ping");
        await bot.QuietAsync();

        Assert.Single(await bot.JobsAsync(JobState.Dead));
        app.Telegram.Forget("sendMessage");
    }

    [Fact]
    public async Task A_contact_who_blocks_the_bot_is_marked_until_they_are_back()
    {
        var anna = bot.Contact();
        anna.Says("/ping");
        await anna.HearsAsync();

        anna.Blocks();
        await bot.QuietAsync();
        Assert.NotNull(Assert.Single(await bot.ContactsAsync()).BlockedAt);
        Assert.NotNull(Assert.Single(await bot.ConversationsAsync()).UnreachableSince);

        anna.Unblocks();
        await bot.QuietAsync();
        Assert.Null(Assert.Single(await bot.ContactsAsync()).BlockedAt);
        Assert.Null(Assert.Single(await bot.ConversationsAsync()).UnreachableSince);
    }

    [Fact]
    public async Task What_a_blocked_contact_cannot_get_is_marked_and_not_tried_again()
    {
        var anna = bot.Contact();
        app.Telegram.Next("sendMessage", TelegramFault.Blocked);

        anna.Says("/ping");
        await bot.QuietAsync();

        var answer = (await bot.MessagesAsync())[1];
        Assert.Equal((MessageStatus.Blocked, "Forbidden: bot was blocked by the user"), (answer.Status, answer.Error));
        Assert.NotNull(Assert.Single(await bot.ContactsAsync()).BlockedAt);
        Assert.Single(app.Telegram.CallsOf("sendMessage"), call => call.Token == bot.Token);
        Assert.Empty(await bot.JobsAsync(JobState.Dead));

        // They write again, so they are back.
        anna.Says("/ping again");
        Assert.Equal("pong again", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Null(Assert.Single(await bot.ContactsAsync()).BlockedAt);
    }

    [Fact]
    public async Task Writing_in_a_group_unblocks_nothing()
    {
        var anna = bot.Contact(77);
        anna.Says("/ping");
        await anna.HearsAsync();
        anna.Blocks();
        await bot.QuietAsync();

        var member = bot.MemberOf(Group, 77);
        member.Says("/ping here");
        await member.HearsAsync();
        await bot.QuietAsync();

        Assert.NotNull(Assert.Single(await bot.ContactsAsync()).BlockedAt);
    }
}
