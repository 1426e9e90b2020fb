using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Conversations;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class SendBudgetTests
{
    private static readonly ChatAddress Anna = new("1", null, ChatKind.Private);
    private static readonly ChatAddress Boris = new("2", null, ChatKind.Private);
    private static readonly ChatAddress Vera = new("3", null, ChatKind.Private);
    private static readonly ChatAddress Team = new("-100", null, ChatKind.Group);

    private readonly Guid bot = Guid.CreateVersion7();
    private readonly Clock clock = new();
    private readonly SendBudget budget;

    public SendBudgetTests() => budget = new SendBudget(clock);

    [Fact]
    public void Answers_are_not_slowed_by_a_number_that_telegram_did_not_say()
    {
        for (var answer = 0; answer < 5000; answer++)
        {
            Assert.Null(budget.Ask(bot, Anna));
        }

        Assert.Equal(0, budget.Count);
    }

    [Fact]
    public void A_chat_that_was_refused_waits_as_long_as_telegram_said_and_the_others_do_not()
    {
        Assert.Equal(
            new Delivery.RateLimited(TimeSpan.FromSeconds(7), WholeBot: false),
            budget.Refused(bot, Anna, TimeSpan.FromSeconds(7))
        );

        Assert.True(budget.IsPaused(bot, Anna));
        Assert.Null(budget.Ask(bot, Boris));
        clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.NotNull(budget.Ask(bot, Anna));
    }

    [Fact]
    public void After_the_pause_a_chat_gets_one_message_a_second_for_a_minute()
    {
        budget.Refused(bot, Anna, TimeSpan.FromSeconds(7));
        clock.Advance(TimeSpan.FromSeconds(8));

        Assert.Null(budget.Ask(bot, Anna));
        Assert.Equal(TimeSpan.FromSeconds(1), budget.Ask(bot, Anna)!.After);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(budget.Ask(bot, Anna));

        clock.Advance(TimeSpan.FromMinutes(1));
        for (var answer = 0; answer < 100; answer++)
        {
            Assert.Null(budget.Ask(bot, Anna));
        }
    }

    [Fact]
    public void Two_chats_refused_together_mean_the_bot()
    {
        Assert.False(budget.Refused(bot, Anna, TimeSpan.FromSeconds(5)).WholeBot);
        Assert.True(budget.Refused(bot, Boris, TimeSpan.FromSeconds(5)).WholeBot);

        Assert.True(budget.Ask(bot, Vera)!.WholeBot);
        Assert.Null(budget.Ask(Guid.CreateVersion7(), Vera));
    }

    [Fact]
    public void Two_chats_refused_at_different_times_mean_themselves()
    {
        budget.Refused(bot, Anna, TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.False(budget.Refused(bot, Boris, TimeSpan.FromSeconds(5)).WholeBot);
        Assert.Null(budget.Ask(bot, Vera));
    }

    [Fact]
    public void A_thousand_chats_that_wait_for_the_bot_come_back_at_the_published_pace()
    {
        budget.Refused(bot, Anna, TimeSpan.FromSeconds(5));
        budget.Refused(bot, Boris, TimeSpan.FromSeconds(5));

        var waits = Enumerable.Range(0, 1000).Select(_ => budget.Ask(bot, Vera)!.After.TotalSeconds).ToList();

        Assert.Equal(waits.Order(), waits);
        Assert.InRange(waits[0], 5, 5.1);
        Assert.InRange(waits[^1], 5 + (990 / 30.0), 5 + (1010 / 30.0));
    }

    [Fact]
    public void Who_comes_back_when_told_may_send()
    {
        budget.Refused(bot, Anna, TimeSpan.FromSeconds(5));
        budget.Refused(bot, Boris, TimeSpan.FromSeconds(5));
        var start = clock.GetUtcNow();
        var turns = new PriorityQueue<int, DateTimeOffset>(
            Enumerable.Range(0, 300).Select(chat => (chat, start + budget.Ask(bot, Vera)!.After))
        );

        var asked = 0;
        var sent = 0;
        while (turns.TryDequeue(out var chat, out var due))
        {
            // Due jobs are looked for five times a second.
            clock.Advance(due > clock.GetUtcNow() ? TimeSpan.FromSeconds(0.2) : TimeSpan.Zero);
            if (due > clock.GetUtcNow())
            {
                turns.Enqueue(chat, due);
                continue;
            }

            asked++;
            if (budget.Ask(bot, new ChatAddress($"{chat + 10}", null, ChatKind.Private)) is { } wait)
            {
                turns.Enqueue(chat, clock.GetUtcNow() + wait.After);
            }
            else
            {
                sent++;
            }
        }

        Assert.Equal(300, sent);
        Assert.InRange(asked, 300, 330);
        Assert.InRange((clock.GetUtcNow() - start).TotalSeconds, 5 + (270 / 30.0), 5 + (330 / 30.0));
    }

    [Fact]
    public void A_group_gets_twenty_messages_a_minute()
    {
        for (var message = 0; message < 20; message++)
        {
            Assert.Null(budget.Ask(bot, Team));
        }

        Assert.Equal(new Delivery.RateLimited(TimeSpan.FromSeconds(3), WholeBot: false), budget.Ask(bot, Team));
        Assert.Null(budget.Ask(bot, Anna));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(budget.Ask(bot, Team));
    }

    [Fact]
    public void A_group_that_was_refused_says_nothing_about_the_bot()
    {
        budget.Refused(bot, Team, TimeSpan.FromSeconds(30));

        Assert.False(budget.Refused(bot, Anna, TimeSpan.FromSeconds(5)).WholeBot);
        Assert.True(budget.Ask(bot, Team)!.After > TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void What_is_over_is_forgotten()
    {
        budget.Ask(bot, Team);
        budget.Refused(Guid.CreateVersion7(), Anna, TimeSpan.FromSeconds(5));
        Assert.Equal(2, budget.Count);

        clock.Advance(TimeSpan.FromMinutes(3));
        budget.Ask(Guid.CreateVersion7(), Anna);

        Assert.Equal(0, budget.Count);
    }
}
