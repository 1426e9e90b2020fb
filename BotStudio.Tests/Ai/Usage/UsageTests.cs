using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Ai.Usage;

/// <summary>What calls cost, to the cent, and how it adds up.</summary>
public sealed class UsageTests(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    private readonly AiServer ai = acts.Ai;
    private Bot bot = null!;

    private RollUpUsage RollUp => Acts.Services.GetRequiredService<RollUpUsage>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        bot = await Given(new Bot(AccountId, A.Document(), Clock.Now));
    }

    /// <summary>
    /// Computed by hand from the prices per million tokens: gpt-4o-mini 0.15 / 0.075 / 0.60, gpt-4o 2.50 / 1.25 / 10, gpt-4.1 2 / 0.50 / 8,
    /// gpt-4-turbo 10 / – / 30 (cached tokens at the full price).
    /// </summary>
    [Theory]
    [InlineData("gpt-4o-mini", 1_000, 0, 500, "0.00045")]
    [InlineData("gpt-4o-mini", 1_000_000, 0, 1_000_000, "0.75")]
    [InlineData("gpt-4o-mini", 1_000_000, 400_000, 0, "0.12")]
    [InlineData("gpt-4o", 12_345, 10_000, 678, "0.0251425")]
    [InlineData("gpt-4o", 1, 0, 1, "0.0000125")]
    [InlineData("gpt-4.1", 33_333, 33_333, 3_333, "0.0433305")]
    [InlineData("gpt-4-turbo", 10_000, 5_000, 1_000, "0.13")]
    public async Task A_call_costs_exactly_what_its_tokens_cost(string model, int tokensIn, int cached, int tokensOut, string dollars)
    {
        ai.Next(AiReply.Costing(tokensIn, cached, tokensOut));

        var answer = await AskAsync(model);

        var expected = decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, answer.Cost);
        var record = Assert.Single(await RecordsAsync());
        Assert.Equal(expected, record.Cost);
        Assert.Equal((tokensIn, cached, tokensOut), (record.TokensIn, record.TokensCached, record.TokensOut));
        Assert.Equal(
            (UsageKind.Test, "openai", UsageRecord.Answered, false),
            (record.Kind, record.Provider, record.Outcome, record.IsOwnKey)
        );
    }

    [Fact]
    public async Task A_thousand_small_calls_add_up_to_the_cent()
    {
        for (var i = 0; i < 40; i++)
        {
            ai.Next([.. Enumerable.Repeat(AiReply.Costing(777, 111, 33), 25)]);
            await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => AskAsync("gpt-4o-mini")));
        }

        // 666 × 0.15 + 111 × 0.075 + 33 × 0.60 = 128.025 millionths of a dollar, a thousand times.
        const decimal expected = 0.128025m;
        Assert.Equal(expected, (await ReadAsync()).Today.Cost);
        await RollUp.RunOnceAsync(Ct);
        Assert.Equal(expected, (await ReadAsync()).Today.Cost);
        Assert.Equal(1_000, (await ReadAsync()).Today.Calls);
    }

    [Fact]
    public async Task A_new_price_counts_from_its_moment_and_never_back()
    {
        await Acts.Services.GetRequiredService<SeedModels>().RunAsync(Ct);
        var model = (await Run((ListModels act) => act.RunAsync(Ct))).Single(m => m.Name == "gpt-4.1-nano");
        ai.Next(AiReply.Costing(1_000_000, 0, 0));
        Assert.Equal(0.10m, (await AskAsync("gpt-4.1-nano")).Cost);

        var input = new ModelInput(model.Provider, model.Name, model.ContextTokens, model.MaxOutputTokens, Price: new(0.07m, null, 1m));
        Assert.True((await Run((SaveModel act) => act.RunAsync(model.Id, input, Ct))).Succeeded);
        ai.Next(AiReply.Costing(1_000_000, 0, 0));
        Assert.Equal(0.07m, (await AskAsync("gpt-4.1-nano")).Cost);

        Assert.Equal(0.17m, (await ReadAsync()).Month.Cost);
    }

    [Fact]
    public async Task A_model_that_nobody_knows_the_price_of_costs_unknown_and_says_so()
    {
        ai.Next(AiReply.Costing(1_000, 0, 10));

        Assert.Null((await AskAsync("my-own-finetune")).Cost);

        var report = await ReadAsync();
        Assert.Equal((1, 0m), (report.Today.Unpriced, report.Today.Cost));
    }

    [Fact]
    public async Task Failures_are_written_down_and_so_is_each_model_that_was_asked()
    {
        ai.Next(AiReply.Status(404, "model_not_found"), AiReply.Costing(100, 0, 10));

        await AskAsync("gpt-4o", "gpt-4.1");

        var records = await RecordsAsync();
        Assert.Equal(
            [("gpt-4.1-2026-01-01", UsageRecord.Answered), ("gpt-4o", "ai.model_unknown")],
            records.Select(record => (record.Model, record.Outcome)).Order()
        );
    }

    [Fact]
    public async Task Whoever_stops_waiting_is_written_down_too()
    {
        ai.ForgetArrivals();
        ai.Next(AiReply.Stall);
        using var impatience = new CancellationTokenSource();
        var asking = AskAsync("gpt-4o", ct: impatience.Token);
        await ai.RequestAsync();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        Assert.Equal(UsageRecord.Stopped, Assert.Single(await RecordsAsync()).Outcome);
    }

    [Fact]
    public async Task Rolling_up_counts_each_record_once_however_often_it_runs()
    {
        Clock.Advance(Clock.Now.Date.AddDays(1).AddHours(10) - Clock.Now.UtcDateTime);
        ai.Next(AiReply.Costing(1_000, 0, 100), AiReply.Costing(2_000, 0, 200));
        await AskAsync("gpt-4o");
        await RollUp.RunOnceAsync(Ct);
        Clock.Advance(TimeSpan.FromHours(1));
        await AskAsync("gpt-4o");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RollUp.RunOnceAsync(Ct)));
        await RollUp.RunOnceAsync(Ct);

        await using var db = OpenDatabase();
        var totals = await db.UsageTotals.Where(total => total.AccountId == AccountId).ToListAsync();
        Assert.Equal([1_000L, 2_000L], totals.Where(t => t.Span == UsageSpan.Hour).Select(t => t.TokensIn).Order());
        var day = Assert.Single(totals, total => total.Span == UsageSpan.Day);
        Assert.Equal((2, 3_000L, 300L, 0.0105m), (day.Calls, day.TokensIn, day.TokensOut, day.Cost));
    }

    [Fact]
    public async Task Days_begin_at_the_reader_s_midnight()
    {
        var kyiv = TimeZoneInfo.FindSystemTimeZoneById("Europe/Kyiv");
        // 23:30 in London is half past one of the next day in Kyiv.
        Clock.Advance(Clock.Now.Date.AddHours(23.5) - Clock.Now.UtcDateTime);
        ai.Next(AiReply.Costing(1_000, 0, 100));
        await AskAsync("gpt-4o");
        var day = DateOnly.FromDateTime(Clock.Now.UtcDateTime);

        var there = (await Run((ReadUsage act) => act.RunAsync(kyiv, day, day.AddDays(1), Ct))).Value!;
        Assert.Equal([0L, 1L], there.Days.Select(d => d.Sum.Calls));
        await RollUp.RunOnceAsync(Ct);
        there = (await Run((ReadUsage act) => act.RunAsync(kyiv, day, day.AddDays(1), Ct))).Value!;
        Assert.Equal([0L, 1L], there.Days.Select(d => d.Sum.Calls));
        Assert.Equal([(bot.Id, "Shop")], there.Bots.Select(b => (b.BotId, b.Name!)));
        Assert.Equal(["gpt-4o-2026-01-01"], there.Models.Select(m => m.Model));
        Assert.Equal([UsageKind.Test], there.Kinds.Select(k => k.Kind));
    }

    [Fact]
    public async Task The_month_is_forecast_from_what_is_over_of_it()
    {
        var now = Clock.Now.UtcDateTime;
        // The end of the tenth day of a month of thirty-one.
        Clock.Advance(new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(2) - now);
        while (DateTime.DaysInMonth(Clock.Now.Year, Clock.Now.Month) != 31)
        {
            Clock.Advance(TimeSpan.FromDays(DateTime.DaysInMonth(Clock.Now.Year, Clock.Now.Month)));
        }

        ai.Next(AiReply.Costing(4_000_000, 0, 0));
        await AskAsync("gpt-4o");
        Clock.Advance(TimeSpan.FromDays(10));

        var report = await ReadAsync();
        Assert.Equal(10m, report.Month.Cost);
        Assert.Equal(31m, report.ForecastCost);
        Assert.Equal(0m, report.Today.Cost);
    }

    [Fact]
    public async Task More_than_a_year_is_not_added_up()
    {
        var day = DateOnly.FromDateTime(Clock.Now.UtcDateTime);

        Assert.Equal(
            "usage.bad_span",
            (await Run((ReadUsage act) => act.RunAsync(TimeZoneInfo.Utc, day.AddDays(-400), day, Ct))).Problem?.Code
        );
        Assert.Equal(
            "usage.bad_span",
            (await Run((ReadUsage act) => act.RunAsync(TimeZoneInfo.Utc, day, day.AddDays(-1), Ct))).Problem?.Code
        );
    }

    private Task<AiAnswer> AskAsync(string model, string? second = null, CancellationToken ct = default) =>
        Run((AskModel act) => act.TryAsync(new AiCaller(AccountId, bot.Id), Questions.Of("Hi", model, second), [], ct));

    private async Task<UsageReport> ReadAsync() => (await Run((ReadUsage act) => act.RunAsync(TimeZoneInfo.Utc, null, null, Ct))).Value!;

    private async Task<List<UsageRecord>> RecordsAsync()
    {
        await using var db = OpenDatabase();
        return await db.UsageRecords.Where(record => record.AccountId == AccountId).ToListAsync();
    }
}
