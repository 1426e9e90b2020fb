using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Ai.Budgets;

/// <summary>Limits hold before the call is made, also for calls that come together, and the owner hears of it in time.</summary>
public sealed class BudgetTests(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    private readonly AiServer ai = acts.Ai;
    private Bot bot = null!;

    private SettleBudgets Settle => Acts.Services.GetRequiredService<SettleBudgets>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        bot = await Given(new Bot(AccountId, A.Document(), Clock.Now));
    }

    [Fact]
    public async Task Of_calls_that_come_together_exactly_as_many_are_let_through_as_the_limit_says()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 10));
        var release = new TaskCompletionSource();
        ai.Next([.. Enumerable.Repeat(AiReply.Text("Yes.").After(release.Task), 40)]);
        var before = ai.Requests.Count;

        var asking = Enumerable.Range(0, 40).Select(_ => AskAsync()).ToList();
        await LiveBot.UntilAsync("the others are refused", () => Task.FromResult(asking.Count(each => each.IsCompleted) == 30));
        release.SetResult();
        var answers = await Task.WhenAll(asking);

        Assert.Equal(10, answers.Count(answer => answer is AiAnswer.Text));
        Assert.Equal(10, ai.Requests.Count - before);
        Assert.All(answers.OfType<AiAnswer.Failed>(), failed => Assert.Equal("ai.limit_reached", failed.Code));
        await Settle.RunOnceAsync(Ct);
        Assert.Equal(10m, (await UsedAsync()));
        ai.ForgetReplies();
    }

    [Fact]
    public async Task Money_overruns_by_no_more_than_each_call_s_own_mistake()
    {
        // A call is thought to cost 1,024 tokens out: 0.01024 dollars and a little for the question. It takes twice that.
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Month, BudgetUnit.Dollars, 0.10m));
        ai.Always = AiReply.Costing(100, 0, 2_048);
        try
        {
            var answers = new List<AiAnswer>();
            for (var round = 0; round < 5; round++)
            {
                answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync("gpt-4o"))));
                await Settle.RunOnceAsync(Ct);
            }

            var spent = answers.Sum(answer => answer.Cost ?? 0);
            Assert.InRange(spent, 0.10m, 0.10m + (8 * 0.0208m));
            Assert.Equal(spent, await UsedAsync());
            Assert.IsType<AiAnswer.Failed>(await AskAsync("gpt-4o"));
        }
        finally
        {
            ai.Always = AiReply.Echo;
        }
    }

    [Fact]
    public async Task What_a_failed_call_had_set_aside_is_free_again()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 1));
        ai.Next(AiReply.Status(400, "bad"));
        Assert.Equal("ai.refused", Assert.IsType<AiAnswer.Failed>(await AskAsync()).Code);

        Assert.IsType<AiAnswer.Text>(await AskAsync());
        Assert.Equal("ai.limit_reached", Assert.IsType<AiAnswer.Failed>(await AskAsync()).Code);
    }

    [Fact]
    public async Task A_turn_that_begins_anew_takes_once()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 1));
        var caller = new AiCaller(AccountId, bot.Id);

        // Asked and never settled, as when the process dies, and then again.
        Assert.IsType<AiAnswer.Text>(await Run((AskModel act) => act.RunAsync(caller, Questions.Of("Hi"), [], Ct)));
        Assert.IsType<AiAnswer.Text>(await Run((AskModel act) => act.TryAsync(caller, Questions.Of("Hi"), [], Ct)));

        await Settle.RunOnceAsync(Ct);
        Assert.Equal(1m, await UsedAsync());
    }

    [Fact]
    public async Task A_turn_whose_call_was_broken_off_is_asked_again_and_takes_once()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 1));
        var caller = new AiCaller(AccountId, bot.Id);
        ai.ForgetArrivals();
        ai.Next(AiReply.Stall);
        using var shutdown = new CancellationTokenSource();
        var asking = Run((AskModel act) => act.RunAsync(caller, Questions.Of("Hi"), [], shutdown.Token));
        await ai.RequestAsync();
        await shutdown.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        Assert.IsType<AiAnswer.Text>(await Run((AskModel act) => act.TryAsync(caller, Questions.Of("Hi"), [], Ct)));

        await Settle.RunOnceAsync(Ct);
        Assert.Equal(1m, await UsedAsync());
    }

    [Fact]
    public async Task What_a_dead_process_had_set_aside_comes_back_after_a_while()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Month, BudgetUnit.Messages, 1));
        await Run((AskModel act) => act.RunAsync(new AiCaller(AccountId, bot.Id), Questions.Of("Hi"), [], Ct));
        Assert.IsType<AiAnswer.Failed>(await AskAsync());

        Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.IsType<AiAnswer.Text>(await AskAsync());
    }

    [Fact]
    public async Task A_new_day_and_a_new_month_begin_with_nothing_used()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 1));
        Assert.IsType<AiAnswer.Text>(await AskAsync());
        Assert.IsType<AiAnswer.Failed>(await AskAsync());

        Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsType<AiAnswer.Text>(await AskAsync());
    }

    [Fact]
    public async Task Days_begin_at_the_account_s_midnight_and_moving_the_account_begins_none_anew()
    {
        // Six in the evening in Greenwich is ten in Dubai and eleven in Karachi.
        Clock.Advance(Clock.Now.Date.AddDays(1).AddHours(18) - Clock.Now.UtcDateTime);
        await MoveAsync("Asia/Dubai");
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 1));
        Assert.IsType<AiAnswer.Text>(await AskAsync());
        Assert.IsType<AiAnswer.Failed>(await AskAsync());
        await MoveAsync("Asia/Karachi");
        Assert.IsType<AiAnswer.Failed>(await AskAsync());
        await MoveAsync("Asia/Dubai");

        Clock.Advance(TimeSpan.FromMinutes(121));

        Assert.IsType<AiAnswer.Text>(await AskAsync());
        await Settle.RunOnceAsync(Ct);
        Assert.Equal(1m, Assert.Single(await Run((ListBudgets act) => act.RunAsync(Ct))).Used);
    }

    [Fact]
    public async Task An_answer_that_took_several_calls_is_one_and_is_not_broken_off_halfway()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 1));
        var caller = new AiCaller(AccountId, bot.Id);
        ai.Next(AiReply.CallTool("look", "{}"), AiReply.Text("Yes."));

        var calls = Assert.IsType<AiAnswer.Calls>(await Run((AskModel act) => act.TryAsync(caller, Plain, null, Ct)));
        Assert.False(Assert.Single(UsageRecord.Of(caller, calls, Clock.Now)).IsAnswer);
        // Another contact takes what is free while the tools work.
        await Run((AskModel act) => act.RunAsync(new AiCaller(AccountId, bot.Id), Questions.Of("Hi"), [], Ct));
        var goesOn = caller with { TurnId = Guid.CreateVersion7(), GoesOn = true };

        Assert.IsType<AiAnswer.Text>(await Run((AskModel act) => act.TryAsync(goesOn, Plain, null, Ct)));
        Assert.IsType<AiAnswer.Failed>(await AskAsync());
    }

    [Fact]
    public async Task Members_are_told_once_at_each_mark_with_the_amounts_and_again_when_there_is_more()
    {
        var other = await Given(new Bot(AccountId, A.Document(), Clock.Now));
        var saved = await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 4));
        for (var i = 0; i < 4; i++)
        {
            await AskAsync(ofBot: i % 2 == 0 ? bot.Id : other.Id);
            await Settle.RunOnceAsync(Ct);
        }

        Assert.Equal([(50, 2m), (100, 4m)], await NewsAsync());
        var raised = new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 6);
        Assert.True((await Run((SaveBudget act) => act.RunAsync(saved.Id, raised, Ct))).Succeeded);
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Settle.RunOnceAsync(Ct);
        Assert.Equal(["limits.half"], await ProblemsAsync());
        await AskAsync();
        await Settle.RunOnceAsync(Ct);
        Assert.Equal([(50, 2m), (100, 4m), (80, 5m)], await NewsAsync());
    }

    [Fact]
    public async Task Each_contact_has_their_own_and_one_bot_s_limit_is_not_another_s()
    {
        var other = await Given(new Bot(AccountId, A.Document(), Clock.Now));
        await SaveAsync(new BudgetInput(bot.Id, IsPerContact: true, BudgetPeriodKind.Day, BudgetUnit.Messages, 1));
        var (anna, boris) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        Assert.IsType<AiAnswer.Text>(await AskAsync(contact: anna));
        Assert.IsType<AiAnswer.Failed>(await AskAsync(contact: anna));
        Assert.IsType<AiAnswer.Text>(await AskAsync(contact: boris));
        Assert.IsType<AiAnswer.Text>(await AskAsync(contact: anna, ofBot: other.Id));
        // Whoever tries something out is no contact.
        Assert.IsType<AiAnswer.Text>(await AskAsync());
    }

    [Fact]
    public async Task The_cheaper_model_goes_on_for_a_while()
    {
        await SaveAsync(
            new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 2, CheaperModel: "gpt-4o-mini", CheaperPercent: 200)
        );

        var answers = new List<AiAnswer>();
        for (var i = 0; i < 5; i++)
        {
            answers.Add(await AskAsync("gpt-4o"));
        }

        Assert.Equal(
            [
                ("gpt-4o-2026-01-01", false),
                ("gpt-4o-2026-01-01", false),
                ("gpt-4o-mini-2026-01-01", true),
                ("gpt-4o-mini-2026-01-01", true),
            ],
            answers.OfType<AiAnswer.Text>().Select(answer => (answer.Model, answer.IsCheaper))
        );
        Assert.Equal("ai.limit_reached", Assert.IsType<AiAnswer.Failed>(answers[^1]).Code);
    }

    [Fact]
    public async Task The_owner_hears_of_half_of_four_fifths_and_of_the_end_and_no_more_the_next_day()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 10));
        var heard = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            await AskAsync();
            await Settle.RunOnceAsync(Ct);
            heard.AddRange(await ProblemsAsync() is [var only] && heard.LastOrDefault() != only ? [only] : []);
        }

        Assert.Equal(["limits.half", "limits.near", "limits.reached"], heard);
        Clock.Advance(TimeSpan.FromDays(1));
        await Settle.RunOnceAsync(Ct);
        Assert.Empty(await ProblemsAsync());
    }

    [Fact]
    public async Task The_list_shows_what_is_used_before_it_is_settled_and_after()
    {
        await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Tokens, 1_000_000));
        ai.Next(AiReply.Costing(300, 0, 45));
        await AskAsync();

        Assert.Equal(345m, Assert.Single(await Run((ListBudgets act) => act.RunAsync(Ct))).Used);
        await Settle.RunOnceAsync(Ct);
        await Settle.RunOnceAsync(Ct);
        Assert.Equal(345m, Assert.Single(await Run((ListBudgets act) => act.RunAsync(Ct))).Used);
    }

    [Theory]
    [InlineData(0, 120, null, "budgets.amount_range")]
    [InlineData(-1, 120, null, "budgets.amount_range")]
    [InlineData(5, 100, null, "budgets.cheaper_range")]
    [InlineData(5, 120, "anthropic:claude-haiku-4-5", "ai.no_key_for_model")]
    public async Task What_makes_no_sense_is_refused(int amount, int cheaperPercent, string? cheaper, string code)
    {
        var input = new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, amount, cheaper, cheaperPercent);

        Assert.Equal(code, (await Run((SaveBudget act) => act.RunAsync(null, input, Ct))).Problem?.Code);
    }

    [Fact]
    public async Task A_budget_that_is_taken_away_limits_nobody()
    {
        var saved = await SaveAsync(new BudgetInput(null, false, BudgetPeriodKind.Day, BudgetUnit.Messages, 1));
        await AskAsync();
        Assert.IsType<AiAnswer.Failed>(await AskAsync());

        Assert.True((await Run((RemoveBudget act) => act.RunAsync(saved.Id, Ct))).Succeeded);

        Assert.IsType<AiAnswer.Text>(await AskAsync());
    }

    private async Task<BudgetRow> SaveAsync(BudgetInput input)
    {
        var saved = await Run((SaveBudget act) => act.RunAsync(null, input, Ct));
        Assert.True(saved.Succeeded, saved.Problem?.Code);
        return saved.Value;
    }

    private Task<AiAnswer> AskAsync(string? model = null, Guid? contact = null, Guid? ofBot = null) =>
        Run((AskModel act) => act.TryAsync(new AiCaller(AccountId, ofBot ?? bot.Id, contact), Questions.Of("Hi", model), [], Ct));

    private static AiQuestion Plain => AskModel.QuestionFor(Questions.Of("Hi"), Past.Nothing);

    private async Task MoveAsync(string zone)
    {
        Assert.True((await Run((ChangeAccount act) => act.RunAsync(new AccountInput("Test", TimeZone: zone), Ct))).Succeeded);
        Acts.Services.GetRequiredService<LiveBudgets>().Forget(AccountId);
    }

    /// <summary>What is put on its way to members, the earliest first.</summary>
    private async Task<List<(int Percent, decimal Used)>> NewsAsync()
    {
        await using var db = OpenDatabase();
        var jobs = await db
            .Jobs.Where(job => job.AccountId == AccountId && job.Kind == BudgetNews.TellKind)
            .OrderBy(job => job.Id)
            .ToListAsync();
        return jobs.ConvertAll(job => BudgetNews.Read(job.Payload)).ConvertAll(news => (news.Percent, news.Used));
    }

    private async Task<decimal> UsedAsync()
    {
        await using var db = OpenDatabase();
        return await db.BudgetPeriods.Where(period => period.AccountId == AccountId).SumAsync(period => period.Used);
    }

    private async Task<List<string>> ProblemsAsync()
    {
        await using var db = OpenDatabase();
        return await db.BotProblems.Where(problem => problem.BotId == bot.Id).Select(problem => problem.Code).ToListAsync();
    }
}
