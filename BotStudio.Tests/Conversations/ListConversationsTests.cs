using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Conversations;

public sealed class ListConversationsTests(Acts acts) : ActTest(acts)
{
    private Bot bot = null!;
    private Chats chats = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        chats = new Chats(Acts.Services, Clock);
        bot = await Given(new Bot(AccountId, new BotDocument { Name = "Shop", Fallback = new LocalizedText("en", "?") }, Clock.Now));
    }

    [Fact]
    public async Task The_one_that_spoke_last_comes_first()
    {
        var anna = await chats.BeginAsync(bot, "Anna");
        await chats.BeginAsync(bot, "Boris", lastMessageAt: Clock.Now.AddMinutes(1));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await chats.HeardAsync(anna, "Are you open?");

        var page = await List();

        Assert.Equal(["Anna", "Boris"], page.Items.Select(row => row.Contact.DisplayName));
        Assert.Equal("Are you open?", page.Items[0].LastMessage);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repeat_even_when_many_spoke_in_the_same_moment()
    {
        for (var i = 0; i < 7; i++)
        {
            await chats.BeginAsync(bot, $"Contact {i}");
        }

        var seen = new List<Guid>();
        PageStart? start = null;
        do
        {
            var page = await List(after: start, size: 3);
            seen.AddRange(page.Items.Select(row => row.Id));

            // As the API's clients do: by the text of the place.
            start = PageStart.Parse(page.Next?.ToString());
        } while (start is not null);

        Assert.Equal(7, seen.Distinct().Count());
        Assert.Equal(7, seen.Count);
    }

    [Fact]
    public async Task A_page_stays_right_while_a_conversation_jumps_to_the_top()
    {
        var first = await chats.BeginAsync(bot, "First");
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await chats.BeginAsync(bot, $"Contact {i}");
        }

        var top = await List(size: 2);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await chats.HeardAsync(first, "Me again");
        var rest = await List(after: top.Next, size: 2);

        Assert.Equal(["Contact 0"], rest.Items.Select(row => row.Contact.FirstName));
    }

    [Theory]
    [InlineData("петренко")]
    [InlineData("Оксана П")]
    [InlineData("@oksana")]
    [InlineData("sana_p")]
    public async Task A_contact_is_found_by_part_of_the_name_or_username(string search)
    {
        await chats.BeginAsync(bot, "Оксана", "Петренко", "oksana_p");
        await chats.BeginAsync(bot, "Sana P", username: "sanaxp");

        Assert.Equal(["Оксана Петренко"], (await List(search)).Items.Select(row => row.Contact.DisplayName));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    public async Task Signs_that_mean_something_to_the_database_are_only_signs(string search)
    {
        await chats.BeginAsync(bot, "Anna");

        Assert.Empty((await List(search)).Items);
    }

    [Fact]
    public async Task A_contact_without_a_name_is_called_by_username_or_id()
    {
        var nameless = await chats.BeginAsync(bot, "");
        var username = await chats.BeginAsync(bot, "", username: "kate");

        var rows = (await List()).Items.ToDictionary(row => row.Id);

        Assert.Equal("@kate", rows[username.ConversationId].Contact.DisplayName);
        Assert.Equal(nameless.ContactId.ToString("n"), rows[nameless.ConversationId].Contact.DisplayName);
    }

    [Fact]
    public async Task Another_accounts_conversations_are_not_found()
    {
        var chat = await chats.BeginAsync(bot, "Anna");
        await chats.HeardAsync(chat, "Secret");
        var other = (await Given(new Account("Other", Clock.Now))).Id;

        var list = await RunIn(other, (ListConversations act) => act.RunAsync(bot.Id, null, null, 10, Ct));
        var one = await RunIn(other, (OpenConversation act) => act.RunAsync(bot.Id, chat.ConversationId, Ct));
        var transcript = await RunIn(other, (ReadTranscript act) => act.RunAsync(bot.Id, chat.ConversationId, null, 10, Ct));

        Assert.Equal(Problem.NotFound, list.Problem);
        Assert.Equal(Problem.NotFound, one.Problem);
        Assert.Equal(Problem.NotFound, transcript.Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_place_that_nobody_handed_out_is_no_place(string text) => Assert.Null(PageStart.Parse(text));

    private async Task<Page<ConversationRow>> List(string? search = null, PageStart? after = null, int size = 50)
    {
        var outcome = await Run((ListConversations act) => act.RunAsync(bot.Id, search, after, size, Ct));
        return outcome.Value!;
    }
}
