using System.Text.Json.Nodes;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Conversations;

/// <summary>From a message in Telegram to its answer there, through the real product.</summary>
public sealed class AnswerTests(LiveApp app) : IClassFixture<LiveApp>
{
    [Fact]
    public async Task A_command_is_answered_and_both_sides_are_written_down()
    {
        var bot = await app.GivenBotAsync(A.Document(A.TextCommand("price", "Coffee for **{{contact.first_name}}**: 2 €")));
        var anna = bot.Contact();

        anna.Says("/price");
        var answer = await anna.HearsAsync();
        Assert.Equal("Coffee for Anna: 2 €", answer.Text);
        await bot.QuietAsync();

        var contact = Assert.Single(await bot.ContactsAsync());
        Assert.Equal(
            (bot.AccountId, "telegram", "279058397", "Anna", "en"),
            (contact.AccountId, contact.Channel, contact.ExternalId, contact.FirstName, contact.LanguageTag)
        );
        var conversation = Assert.Single(await bot.ConversationsAsync());
        Assert.Equal(
            (contact.Id, "279058397", "", ChatKind.Private),
            (conversation.ContactId, conversation.ChatId, conversation.ThreadId, conversation.ChatKind)
        );
        Assert.Equal("Coffee for **Anna**: 2 €", conversation.LastMessagePreview);

        var messages = await bot.MessagesAsync();
        Assert.Equal(["/price", "Coffee for **Anna**: 2 €"], messages.Select(m => m.Text));
        Assert.Equal([MessageStatus.Received, MessageStatus.Sent], messages.Select(m => m.Status));
        Assert.Equal([contact.Id, null], messages.Select(m => m.ContactId));
        Assert.All(messages, m => Assert.Equal((conversation.Id, bot.AccountId, "text"), (m.ConversationId, m.AccountId, m.Kind)));
        Assert.Equal($"{answer.Id}", messages[1].ExternalId);
        Assert.Equal(new ReplyReason(ReplyStep.Command, "price", 1), ReasonOf(messages[1]));
    }

    [Fact]
    public async Task The_first_deep_link_that_brought_a_contact_is_remembered()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        foreach (var link in new[] { "/start", "/start spring_ad", "/start autumn_ad" })
        {
            anna.Says(link);
            await anna.HearsAsync();
        }

        await bot.QuietAsync();

        Assert.Equal("spring_ad", Assert.Single(await bot.ContactsAsync()).Source);
        Assert.Equal(3, Assert.Single(await bot.ConversationsAsync()).UnreadCount);
    }

    [Fact]
    public async Task A_contact_and_a_conversation_are_made_once_and_follow_the_person()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        for (var i = 0; i < 3; i++)
        {
            anna.Says("hello");
            await anna.HearsAsync();
        }

        var renamed = bot.Contact(firstName: "Hanna", language: "uk");
        renamed.Says("hello again");
        Assert.Equal("Перепрошую, не зрозумів.", (await renamed.HearsAsync()).Text);
        await bot.QuietAsync();

        var contact = Assert.Single(await bot.ContactsAsync());
        Assert.Equal(("Hanna", "uk"), (contact.FirstName, contact.LanguageTag));
        Assert.Single(await bot.ConversationsAsync());
        Assert.Equal(8, (await bot.MessagesAsync()).Count);
    }

    [Fact]
    public async Task When_a_contact_was_last_seen_is_known_to_a_few_minutes()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        anna.Says("hello");
        await anna.HearsAsync();
        var before = Assert.Single(await bot.ContactsAsync()).LastSeenAt;

        app.Clock.Jump(TimeSpan.FromMinutes(6));
        anna.Says("hello");
        await anna.HearsAsync();

        Assert.True(Assert.Single(await bot.ContactsAsync()).LastSeenAt - before >= TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task Start_welcomes_and_anything_else_falls_back()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.Says("/start");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        anna.Says("what?");
        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
        anna.Says("/unknown");
        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(
            [ReplyStep.Welcome, ReplyStep.Fallback, ReplyStep.Fallback],
            (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.Out).Select(m => ReasonOf(m).Step)
        );
    }

    [Fact]
    public async Task A_tapped_button_runs_its_command_and_stops_its_spinner()
    {
        var price = A.TextCommand("price", "Coffee: 2 €");
        var menu = A.Command(
            "menu",
            A.Menu(A.CommandButton("b1", price), A.TextButton("b2", "/price now"), A.LinkButton("b3", "https://e.com/"))
        );
        var bot = await app.GivenBotAsync(A.Document(price, menu));
        var anna = bot.Contact();

        anna.Says("/menu");
        var shown = await anna.HearsAsync();
        Assert.Equal(("Choose", 3), (shown.Text, shown.Buttons.Single().Count));
        Assert.Equal("https://e.com/", shown.Buttons[0][2].Url);

        var tap = anna.Taps("price");
        Assert.Equal("Coffee: 2 €", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        await LiveBot.UntilAsync("the spinner stops", () => Task.FromResult(anna.SpinnerStopped(tap)));

        var messages = await bot.MessagesAsync();
        Assert.Equal(["text", "text", "button", "text"], messages.Select(m => m.Kind));
        Assert.Equal("price", messages[2].Text);
        Assert.Equal(new ReplyReason(ReplyStep.Button, "price", 1), ReasonOf(messages[3]));
        Assert.Contains("b:b1", messages[1].Buttons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submenu_opens_in_the_message_that_was_tapped_and_leads_back()
    {
        var menu = A.Menu(A.SubmenuButton("more", A.LinkButton("b1", "https://example.com/")));
        var bot = await app.GivenBotAsync(A.Document(A.Command("menu", menu)));
        var anna = bot.Contact();
        anna.Says("/menu");
        var first = await anna.HearsAsync();

        anna.Taps("More");
        var opened = await anna.HearsAsync();
        Assert.Equal((first.Id, true, "Inside more"), (opened.Id, opened.IsEdit, opened.Text));
        Assert.Equal(["Open", "‹ Back"], opened.Buttons.SelectMany(row => row).Select(button => button.Text));

        anna.Taps("‹ Back");
        var back = await anna.HearsAsync();
        Assert.Equal((first.Id, true, "Choose"), (back.Id, back.IsEdit, back.Text));
        Assert.Equal(["More"], back.Buttons.SelectMany(row => row).Select(button => button.Text));
    }

    [Fact]
    public async Task A_button_that_is_gone_says_so_and_a_forged_one_gets_the_fallback()
    {
        var bot = await app.GivenBotAsync(A.Document(A.Command("menu", A.Menu(A.TextButton("b1", "yes")))));
        var anna = bot.Contact();
        anna.Says("/menu");
        await anna.HearsAsync();
        await bot.PublishAsync(A.Document(A.TextCommand("other", "x")));

        anna.Taps("Say it");
        Assert.StartsWith("This button does not work any more.", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.TapsData("drop table");
        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(
            [ReplyStep.StaleButton, ReplyStep.StaleButton],
            (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.Out).Skip(1).Select(m => ReasonOf(m).Step)
        );
    }

    [Fact]
    public async Task A_spinner_stops_although_the_chat_waits_for_a_slow_answer()
    {
        var bot = await app.GivenBotAsync(A.Document(A.Command("menu", A.Menu(A.TextButton("b1", "/menu")))).WithPrompt());
        var anna = bot.Contact();
        anna.Says("/menu");
        await anna.HearsAsync();

        var release = new TaskCompletionSource();
        app.Ai.Next(Support.Fakes.AiReply.Echo.After(release.Task));
        anna.Says("think long");
        await app.Ai.RequestAsync();
        var tap = anna.Taps("Say it");
        await LiveBot.UntilAsync("the spinner stops", () => Task.FromResult(anna.SpinnerStopped(tap)));
        Assert.False(anna.HasNews);

        release.SetResult();
        Assert.Equal("Echo: think long", (await anna.HearsAsync()).Text);
        Assert.Equal("Choose", (await anna.HearsAsync()).Text);
    }

    [Theory]
    [InlineData("en", "This bot is still being set up. Please come back a little later.")]
    [InlineData("xx", "This bot is still being set up. Please come back a little later.")]
    public async Task A_bot_that_is_not_published_says_so(string language, string expected)
    {
        var bot = await app.GivenBotAsync(null);
        var anna = bot.Contact(language: language);

        anna.Says("/start");
        Assert.Equal(expected, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(new ReplyReason(ReplyStep.NotPublished), ReasonOf((await bot.MessagesAsync())[1]));
    }

    [Fact]
    public async Task What_is_published_answers_the_next_message()
    {
        var bot = await app.GivenBotAsync(null);
        var anna = bot.Contact();
        anna.Says("/start");
        await anna.HearsAsync();

        await bot.PublishAsync();
        anna.Says("/start");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        await bot.PublishAsync(A.Document() with { Welcome = A.Text("New shop!") });
        anna.Says("/start");
        Assert.Equal("New shop!", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task Media_are_remembered_by_their_kind_and_caption()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();

        anna.Shows(
            "photo",
            new JsonArray(
                new JsonObject
                {
                    ["file_id"] = "x",
                    ["width"] = 1,
                    ["height"] = 1,
                }
            ),
            "my cat"
        );
        await anna.HearsAsync();
        anna.Shows("voice", new JsonObject { ["file_id"] = "x", ["duration"] = 1 });
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Equal(
            [("photo", "my cat"), ("voice", "")],
            (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.In).Select(m => (m.Kind, m.Text))
        );
    }

    [Fact]
    public async Task A_message_that_is_edited_later_is_remembered_so_and_not_answered_again()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        anna.Says("helo");
        await anna.HearsAsync();
        var heard = (await bot.MessagesAsync())[0];

        anna.Edits(long.Parse(heard.ExternalId!, System.Globalization.CultureInfo.InvariantCulture), "hello");
        await bot.QuietAsync();

        Assert.Equal(["hello", "Sorry, I did not get that."], (await bot.MessagesAsync()).Select(m => m.Text));
        Assert.False(anna.HasNews);
    }

    [Fact]
    public async Task A_preview_never_ends_in_half_an_emoji()
    {
        var bot = await app.GivenBotAsync(A.Document() with { Fallback = A.Text(string.Concat(Enumerable.Repeat("😀", 100))) });
        var anna = bot.Contact();

        anna.Says("a" + string.Concat(Enumerable.Repeat("😀", 100)));
        Assert.Equal(200, (await anna.HearsAsync()).Text.Length);
        await bot.QuietAsync();

        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 59)) + "…", Assert.Single(await bot.ConversationsAsync()).LastMessagePreview);
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
    }

    private static ReplyReason ReasonOf(Message message) =>
        System.Text.Json.JsonSerializer.Deserialize(message.Reason!, ConversationJson.Default.ReplyReason)!;
}
