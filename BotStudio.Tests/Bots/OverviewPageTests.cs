using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Overview;
using Bunit;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Bots;

public sealed class OverviewPageTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    protected override BotDocument Document => A.Document();

    [Fact]
    public async Task A_new_bot_is_led_to_its_first_message()
    {
        var page = await ReadyAsync();

        Assert.Equal(
            ["Say what the bot does", "Try it out here", "Publish it", "Connect Telegram", "Send the first message"],
            page.FindAll(".steps li b").Select(step => step.TextContent)
        );
        Assert.Equal("Say what the bot does", page.Find(".steps .next b").TextContent);
        Assert.Contains("Nobody gets answers yet", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_was_taken_elsewhere_is_ticked_off_at_once()
    {
        var page = await ReadyAsync();

        await Elsewhere((PublishBot act) => act.RunAsync(Bot.Id, null, "", Ct));

        page.WaitForAssertion(
            () => Assert.Contains("Publish it", page.FindAll(".steps .done b").Select(step => step.TextContent)),
            Patience
        );
        Assert.Contains("Version 1 is ready to answer", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_grow_as_messages_arrive()
    {
        var page = await ReadyAsync();
        Assert.Equal(["0", "0", "0", "0"], Numbers(page));

        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.HeardAsync(chat, "Hello");
        await Chats.SaidAsync(chat, "Hi", ai: new AiUsage("gpt-x", 1000, 234, 500));

        page.WaitForAssertion(
            () =>
            {
                GoOn();
                Assert.Equal(["1", "1", "2", "1,234"], Numbers(page));
            },
            Patience
        );
        Assert.Contains("Anna", page.Find(".rows").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 from contacts, 1 from the bot", page.FindAll(".bars li")[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_is_said_with_the_click_that_repairs_it()
    {
        await Chats.RunAsync(
            "insert into bot_problems (account_id, bot_id, code, detail, since, last_seen_at) values ($1, $2, 'ai.no_key', null, now(), now())",
            AccountId,
            Bot.Id
        );

        var page = await ReadyAsync();

        Assert.Contains($"/app/bots/{Bot.Id}/prompt", page.Find(".alert a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_message_that_was_refused_is_shown_with_the_way_to_it()
    {
        var chat = await Chats.BeginAsync(Bot, "Anna");
        await Chats.SaidAsync(chat, "Hi", status: MessageStatus.Failed, error: "Bad Request: chat not found");

        var page = await ReadyAsync();

        Assert.Contains("Bad Request: chat not found", page.Find(".alert").TextContent, StringComparison.Ordinal);
        Assert.EndsWith($"/conversations/{chat.ConversationId}", page.Find(".alert a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_up_work_can_be_tried_again_one_by_one_or_all_at_once()
    {
        await DeadAsync(3);
        var page = await ReadyAsync();
        Assert.Contains("3 pieces of work were given up", page.Markup, StringComparison.Ordinal);

        await Button(page, "Try again").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".dead .rows li").Count), Patience);
        await Button(page, "Try all again").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".dead")), Patience);

        await using var db = OpenDatabase();
        Assert.Equal(3, await db.Jobs.CountAsync(job => job.SubjectId == Bot.Id && job.State == Core.Jobs.JobState.Ready));
        Assert.Equal(["1 is tried again.", "2 are tried again."], Toasts.Select(toast => toast.Text));
    }

    [Fact]
    public async Task Forgetting_all_asks_first()
    {
        await DeadAsync(2);
        var page = await ReadyAsync();

        var forgetting = Button(page, "Forget all").ClickAsync(new());
        page.WaitForAssertion(() => Assert.NotNull(page.Find("dialog .losses")), Patience);
        Assert.NotEmpty(page.FindAll(".dead .rows li"));
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());
        await forgetting;

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".dead")), Patience);
    }

    [Fact]
    public async Task Who_may_only_look_sees_given_up_work_and_no_buttons()
    {
        await DeadAsync(1);
        Role = Role.Viewer;

        var page = await ReadyAsync();

        Assert.Single(page.FindAll(".dead .rows li"));
        Assert.Empty(page.FindAll(".dead button"));
    }

    [Fact]
    public async Task Every_language_has_its_own_words()
    {
        Read("uk");

        var page = await ReadyAsync();

        Assert.Contains("Наступні кроки", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Активність", page.Markup, StringComparison.Ordinal);
    }

    private async Task<IRenderedComponent<OverviewPage>> ReadyAsync()
    {
        var page = await OpenAsync<OverviewPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".bars")), Patience);
        return page;
    }

    private async Task DeadAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Chats.RunAsync(
                """
                insert into jobs (account_id, subject_id, kind, lane, payload, state, due_at, attempts, error, created_at)
                values ($1, $2, 'telegram.receive', 1, $3, 3, now(), 8, 'TimeoutException: too slow', now())
                """,
                AccountId,
                Bot.Id,
                "{}"u8.ToArray()
            );
        }
    }

    private static List<string> Numbers(IRenderedComponent<OverviewPage> page) =>
        [.. page.FindAll("dl dd").Select(number => number.TextContent)];

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<OverviewPage> page, string text) =>
        page.FindAll("button").First(button => button.TextContent.Trim() == text);
}
