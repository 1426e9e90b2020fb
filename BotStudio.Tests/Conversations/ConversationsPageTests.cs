using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Tests.Support;
using BotStudio.Web.Conversations;
using Bunit;

namespace BotStudio.Tests.Conversations;

public sealed class ConversationsPageTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    [Fact]
    public async Task Without_conversations_the_page_says_how_to_get_one()
    {
        var page = await OpenAsync<ConversationsPage>();

        page.WaitForAssertion(() => Assert.Contains("Nobody has written yet", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains($"/app/bots/{Bot.Id}/connection", page.Find(".empty a.primary").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_conversation_appears_by_itself()
    {
        var page = await OpenAsync<ConversationsPage>();
        page.WaitForAssertion(() => Assert.Contains("Nobody has written yet", page.Markup, StringComparison.Ordinal), Patience);

        await Chats.HeardAsync(await Chats.BeginAsync(Bot, "Anna"), "Hello");

        page.WaitForAssertion(() => Assert.Equal(["Anna"], Names(page)), Patience);
    }

    [Fact]
    public async Task Who_speaks_moves_to_the_top_at_once()
    {
        var anna = await Chats.BeginAsync(Bot, "Anna");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Chats.BeginAsync(Bot, "Boris");
        var page = await OpenAsync<ConversationsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Boris", "Anna"], Names(page)), Patience);

        Clock.Advance(TimeSpan.FromMinutes(1));
        await Chats.HeardAsync(anna, "I am **back**");

        page.WaitForAssertion(() => Assert.Equal(["Anna", "Boris"], Names(page)), Patience);
        Assert.Equal("I am back", page.Find(".list .what").TextContent.Trim());
    }

    [Fact]
    public async Task What_is_said_appears_in_the_open_transcript_as_it_arrives()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.HeardAsync(chat, "Hello");
        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));
        page.WaitForAssertion(() => Assert.Equal(["Hello"], Said(page)), Patience);

        await Chats.SaidAsync(chat, "Hi Anna");

        page.WaitForAssertion(() => Assert.Equal(["Hello", "Hi Anna"], Said(page)), Patience);
    }

    [Fact]
    public async Task A_reply_that_is_on_its_way_is_marked_as_sent_when_it_has_arrived()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        var reply = await Chats.SaidAsync(chat, "Hi Anna", status: MessageStatus.Queued);
        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-status=queued]")), Patience);

        // Its arrival is noted without a hint.
        await Chats.RunAsync("update messages set status = 2 where id = $1", reply);
        GoOn();

        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-status=sent]")), Patience);
    }

    [Fact]
    public async Task Each_reply_tells_why_it_was_given()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.SaidAsync(chat, "Ten", new ReplyReason(ReplyStep.Command, "price", 2));
        await Chats.SaidAsync(chat, "Nine", new ReplyReason(ReplyStep.Ai, Version: 2), ai: new AiUsage("gpt-x", 1000, 200, 1240));
        await Chats.SaidAsync(chat, "Sorry", new ReplyReason(ReplyStep.Fallback, Version: 2, Problem: "ai.no_key"));

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".why").Count), Patience);
        var why = page.FindAll(".why").Select(element => element.QuerySelector("summary")!.TextContent).ToArray();
        Assert.Contains("Command /price", why[0], StringComparison.Ordinal);
        Assert.Contains("1.2 s", why[1], StringComparison.Ordinal);
        Assert.Contains("1,200 tokens", why[1], StringComparison.Ordinal);
        Assert.Contains("AI did not answer", why[2], StringComparison.Ordinal);
        Assert.Contains("gpt-x", page.FindAll(".why")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("trouble", page.FindAll(".why")[2].ClassList[^1]);
    }

    [Fact]
    public async Task What_did_not_arrive_says_so_and_why()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.SaidAsync(chat, "One", status: MessageStatus.Failed, error: "Bad Request: chat not found");
        await Chats.SaidAsync(chat, "Two", status: MessageStatus.Blocked, error: "Forbidden");

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".refused").Count), Patience);
        Assert.Equal(
            ["Not delivered: Bad Request: chat not found", "Not delivered: the contact cannot be reached."],
            page.FindAll(".refused").Select(element => element.TextContent.Trim())
        );
    }

    [Fact]
    public async Task Media_and_taps_are_named()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.HeardAsync(chat, "", "voice");
        await Chats.HeardAsync(chat, "Look", "photo");
        await Chats.HeardAsync(chat, "Prices", "button");
        await Chats.HeardAsync(chat, "", "something_new");

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));

        page.WaitForAssertion(
            () => Assert.Equal(["Voice message", "Photo\nLook", "Prices", "Something that the bot does not read"], Said(page)),
            Patience
        );
        Assert.Equal("Tapped a button", page.Find(".author").TextContent);
    }

    [Fact]
    public async Task What_contacts_type_is_shown_as_they_typed_it()
    {
        var chat = await Chats.BeginAsync(Bot, "<b>Anna</b>");
        await Chats.HeardAsync(chat, "**not bold** <script>alert(1)</script>");

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));

        page.WaitForAssertion(() => Assert.Equal(["**not bold** <script>alert(1)</script>"], Said(page)), Patience);
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public async Task Who_took_over_and_what_was_not_sent_is_said_between_the_messages()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.NoteAsync(chat, "resumed");
        await Chats.SaidAsync(chat, "Too late", status: MessageStatus.Withheld);

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));

        page.WaitForAssertion(
            () => Assert.StartsWith("The bot goes on by itself", page.Find(".note").TextContent.Trim(), StringComparison.Ordinal),
            Patience
        );
        Assert.Equal("Not sent: a person had taken over meanwhile.", page.Find(".withheld").TextContent);
    }

    [Fact]
    public async Task Whoever_may_only_look_is_offered_nothing_else()
    {
        Role = Role.Viewer;
        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.HeardAsync(chat, "Hello");
        await Chats.RunAsync("update conversations set human_wanted_at = now(), unread_count = 3 where id = $1", chat.ConversationId);

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));

        page.WaitForAssertion(
            () => Assert.Equal("Your role lets you read conversations, not answer them.", page.Find(".standing").TextContent),
            Patience
        );
        Assert.DoesNotContain("Take over", page.Markup, StringComparison.Ordinal);
        Assert.Equal("3", page.Find(".list .unread [aria-hidden]").TextContent);
        Assert.Equal("Waiting", page.Find(".list .tag").TextContent);
    }

    [Fact]
    public async Task Those_who_wait_can_be_listed_alone()
    {
        await Chats.BeginAsync(Bot, "Anna");
        var boris = await Chats.BeginAsync(Bot, "Boris");
        await Chats.RunAsync("update conversations set human_wanted_at = now() where id = $1", boris.ConversationId);
        var page = await OpenAsync<ConversationsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, Names(page).Count), Patience);
        Assert.Equal("1", page.Find(".chip .count").TextContent);

        await page.InvokeAsync(() => page.FindAll(".chip")[1].Click());

        page.WaitForAssertion(() => Assert.Equal(["Boris"], Names(page)), Patience);
        await page.InvokeAsync(() => page.FindAll(".chip")[3].Click());
        page.WaitForAssertion(
            () => Assert.Contains("The bot answers all conversations by itself.", page.Markup, StringComparison.Ordinal),
            Patience
        );
    }

    [Fact]
    public async Task Buttons_are_shown_in_their_rows()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.SaidAsync(
            chat,
            "Choose",
            buttons: """[[{"text":"Buy","data":"b:1"},{"text":"Help","data":"b:2"}],[{"text":"Site","url":"https://shop.example"}]]"""
        );

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));

        page.WaitForAssertion(() => Assert.Equal([2, 1], page.FindAll(".keys").Select(row => row.Children.Length)), Patience);
        Assert.Equal("https://shop.example", page.Find("a.key").GetAttribute("href"));
    }

    [Fact]
    public async Task Earlier_messages_come_on_demand()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        for (var i = 1; i <= 60; i++)
        {
            await Chats.HeardAsync(chat, $"Message {i}");
        }

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, chat.ConversationId));
        page.WaitForAssertion(() => Assert.Equal(50, Said(page).Count), Patience);
        await page.InvokeAsync(() => page.Find(".earlier button").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Equal(60, Said(page).Count), Patience);
        Assert.Equal(("Message 1", "Message 60"), (Said(page)[0], Said(page)[^1]));
        Assert.Empty(page.FindAll(".earlier"));
    }

    [Fact]
    public async Task A_contact_is_found_by_name()
    {
        await Chats.BeginAsync(Bot, "Anna");
        await Chats.BeginAsync(Bot, "Boris");
        var page = await OpenAsync<ConversationsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, Names(page).Count), Patience);

        var searching = page.Find("input[type=search]").InputAsync(new() { Value = "bor" });
        GoOn();
        await searching;
        page.WaitForAssertion(() => Assert.Equal(["Boris"], Names(page)), Patience);

        searching = page.Find("input[type=search]").InputAsync(new() { Value = "zoe" });
        GoOn();
        await searching;
        page.WaitForAssertion(() => Assert.Contains("Nothing was found for “zoe”", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task The_list_is_opened_part_by_part_and_stays_open_while_others_speak()
    {
        for (var i = 0; i < 70; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Chats.BeginAsync(Bot, $"Contact {i}");
        }

        var page = await OpenAsync<ConversationsPage>();
        page.WaitForAssertion(() => Assert.Equal(50, Names(page).Count), Patience);
        await page.InvokeAsync(() => page.Find(".more button").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Equal(70, Names(page).Count), Patience);

        GoOn();
        await Chats.HeardAsync(await Chats.BeginAsync(Bot, "Newcomer"), "Hello");

        page.WaitForAssertion(() => Assert.Equal("Newcomer", Names(page)[0]), Patience);
        Assert.Equal(71, Names(page).Distinct().Count());
        Assert.Empty(page.FindAll(".more button"));
    }

    [Fact]
    public async Task A_conversation_that_is_not_there_says_so()
    {
        await Chats.BeginAsync(Bot, "Anna");

        var page = await OpenAsync<ConversationsPage>(p => p.Add(x => x.ConversationId, Guid.CreateVersion7()));

        page.WaitForAssertion(() => Assert.Contains("This conversation is not here", page.Markup, StringComparison.Ordinal), Patience);
    }

    private static List<string> Names(IRenderedComponent<ConversationsPage> page) =>
        [.. page.FindAll(".list .who b").Select(name => name.TextContent)];

    private static List<string> Said(IRenderedComponent<ConversationsPage> page) =>
        [.. page.FindAll(".log .text").Select(text => text.TextContent.Trim())];
}
