using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Ai.Usage;

/// <summary>A turn's cost is written with the turn: when it has happened, once, and otherwise not.</summary>
public sealed class RecordUsageTests(Acts acts) : ActTest(acts), IClassFixture<Acts>
{
    private CurrentWorker Worker => Acts.Services.GetRequiredService<CurrentWorker>();

    [Fact]
    public async Task A_turn_writes_its_calls_down()
    {
        await CommitAsync(await GivenLeasedJobAsync(), Record());

        Assert.Equal(0.42m, Assert.Single(await RecordsAsync()).Cost);
    }

    [Fact]
    public async Task A_turn_whose_job_another_process_has_costs_nothing_here()
    {
        var job = await GivenLeasedJobAsync();
        await using (var db = OpenDatabase())
        {
            await db
                .Jobs.Where(row => row.Id == job.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, Guid.CreateVersion7()));
        }

        await CommitAsync(job, Record());

        Assert.Empty(await RecordsAsync());
    }

    [Fact]
    public async Task A_turn_that_is_committed_again_because_the_answer_was_lost_counts_once()
    {
        var record = Record();
        await CommitAsync(await GivenLeasedJobAsync(), record);
        await CommitAsync(await GivenLeasedJobAsync(), record);
        await Acts.Services.GetRequiredService<RollUpUsage>().RunOnceAsync(Ct);

        await using var db = OpenDatabase();
        Assert.Equal(1, (await db.UsageTotals.SingleAsync(t => t.AccountId == AccountId && t.Span == UsageSpan.Day)).Calls);
    }

    private UsageRecord Record() =>
        new()
        {
            Id = Guid.CreateVersion7(),
            AccountId = AccountId,
            BotId = AccountId,
            Provider = "openai",
            Model = "gpt-4o-mini",
            TokensIn = 1_000_000,
            TokensCached = 400_000,
            TokensOut = 500_000,
            Cost = 0.42m,
            CreatedAt = Clock.Now,
        };

    private Task CommitAsync(ClaimedJob job, UsageRecord record) =>
        Acts
            .Services.GetRequiredService<TurnCommit>()
            .AddAsync(
                new Turn(
                    job,
                    new ConversationRef(
                        Guid.CreateVersion7(),
                        Guid.CreateVersion7(),
                        AccountId,
                        AccountId,
                        "telegram",
                        new ChatAddress("1", null, ChatKind.Private)
                    )
                )
                {
                    Effects = [new RecordUsage([record], ReservationId: null)],
                }
            );

    private async Task<ClaimedJob> GivenLeasedJobAsync()
    {
        await Acts.Services.GetRequiredService<JobQueue>().EnqueueAsync(new NewJob(AccountId, "test", []), Ct);
        await using var db = OpenDatabase();
        var row = await db.Jobs.SingleAsync(job => job.AccountId == AccountId && job.State == JobState.Ready);
        await db
            .Jobs.Where(job => job.Id == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.State, JobState.Leased).SetProperty(job => job.LeaseOwner, Worker.Id));
        return new ClaimedJob(row.Id, AccountId, AccountId, "test", null, [], 0, Worker.Id);
    }

    private async Task<List<UsageRecord>> RecordsAsync()
    {
        await using var db = OpenDatabase();
        return await db.UsageRecords.Where(record => record.AccountId == AccountId).ToListAsync();
    }
}
