using System.Text.Json.Nodes;
using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;
using BotStudio.Core.Webhooks;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Webhooks;

public sealed class LaterWebhookTests(WithOwnerServer acts) : WebhookTest(acts)
{
    private CurrentWorker Worker => Acts.Services.GetRequiredService<CurrentWorker>();

    [Fact]
    public async Task A_turn_sends_its_webhook_with_its_commit()
    {
        await CommitAsync(await GivenLeasedJobAsync(Worker.Id), Webhook());

        Assert.Equal(1, await RunJobsAsync());
        Assert.Single(Arrived);
    }

    [Fact]
    public async Task A_turn_whose_job_another_process_has_sends_nothing()
    {
        var job = await GivenLeasedJobAsync(Worker.Id);
        await using (var db = OpenDatabase())
        {
            await db
                .Jobs.Where(row => row.Id == job.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, Guid.CreateVersion7()));
        }

        await CommitAsync(job, Webhook());

        Assert.Equal(0, await RunJobsAsync());
        await using var after = OpenDatabase();
        Assert.Empty(await after.WebhookDeliveries.Where(delivery => delivery.BotId == Bot.Id).ToListAsync());
    }

    [Fact]
    public async Task A_statement_that_is_run_twice_sends_once()
    {
        var webhook = Webhook();
        await CommitAsync(await GivenLeasedJobAsync(Worker.Id), webhook);
        await CommitAsync(await GivenLeasedJobAsync(Worker.Id), webhook);

        Assert.Equal(1, await RunJobsAsync());
    }

    private LaterWebhook Webhook() => new(new WebhookToSend(AccountId, Bot.Id, "form.completed", Url, new JsonObject { ["a"] = 1 }));

    private Task CommitAsync(ClaimedJob job, TurnEffect effect) =>
        Acts
            .Services.GetRequiredService<TurnCommit>()
            .AddAsync(
                new Turn(
                    job,
                    new ConversationRef(
                        Guid.CreateVersion7(),
                        Guid.CreateVersion7(),
                        AccountId,
                        Bot.Id,
                        "telegram",
                        new ChatAddress("1", null, ChatKind.Private)
                    )
                )
                {
                    Effects = [effect],
                }
            );

    private async Task<ClaimedJob> GivenLeasedJobAsync(Guid lease)
    {
        await Acts.Services.GetRequiredService<JobQueue>().EnqueueAsync(new NewJob(AccountId, "test", []), Ct);
        await using var db = OpenDatabase();
        var row = await db.Jobs.SingleAsync(job => job.AccountId == AccountId && job.Kind == "test" && job.State == JobState.Ready);
        await db
            .Jobs.Where(job => job.Id == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.State, JobState.Leased).SetProperty(job => job.LeaseOwner, lease));
        return new ClaimedJob(row.Id, AccountId, Bot.Id, "test", null, [], 0, lease);
    }
}
