using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using BotStudio.Core.Leads;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Leads;

/// <summary>Base of tests of leads: a bot, and turns in which its contacts leave details.</summary>
public abstract class LeadsTest(Acts acts) : ActTest(acts)
{
    protected Bot Bot { get; private set; } = null!;

    protected Chats Chats { get; private set; } = null!;

    protected CurrentWorker Worker => Acts.Services.GetRequiredService<CurrentWorker>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Chats = new Chats(Acts.Services, Clock);
        Bot = await Given(new Bot(AccountId, A.Document(), Clock.Now));
    }

    protected Task<Chat> Contact(string firstName = "Anna", string? lastName = null, string? username = null) =>
        Chats.BeginAsync(Bot, firstName, lastName, username);

    /// <summary>Commits a turn of the contact's, as the engine does when the model has registered a lead.</summary>
    protected async Task Found(Chat chat, LeadFound lead, Guid? lease = null) =>
        await CommitAsync(await LeasedJobAsync(lease ?? Worker.Id), chat, lead);

    protected async Task CommitAsync(ClaimedJob job, Chat chat, TurnEffect effect) =>
        await Acts
            .Services.GetRequiredService<TurnCommit>()
            .AddAsync(
                new Turn(
                    job,
                    new ConversationRef(
                        chat.ConversationId,
                        chat.ContactId,
                        AccountId,
                        chat.Bot.Id,
                        "telegram",
                        new ChatAddress("1", null, ChatKind.Private)
                    )
                )
                {
                    Effects = [effect],
                }
            );

    protected async Task<ClaimedJob> LeasedJobAsync(Guid lease)
    {
        await using var db = OpenDatabase();
        var ids = await db
            .Database.SqlQuery<long>(
                $"""
                insert into jobs (account_id, kind, payload, state, lease_owner, due_at, attempts, created_at)
                values ({AccountId}, 'test', '', {(short)JobState.Leased}, {lease}, now(), 0, now()) returning id as "Value"
                """
            )
            .ToListAsync();
        return new ClaimedJob(ids[0], AccountId, Bot.Id, "test", null, [], 0, lease);
    }

    protected async Task<List<Lead>> LeadsAsync()
    {
        await using var db = OpenDatabase();
        return await db.Leads.Where(lead => lead.AccountId == AccountId).OrderBy(lead => lead.Id).ToListAsync();
    }

    protected async Task<Lead> LeadAsync() => Assert.Single(await LeadsAsync());

    protected async Task<int> TellJobsAsync()
    {
        await using var db = OpenDatabase();
        return await db.Jobs.CountAsync(job => job.AccountId == AccountId && job.Kind == "leads.tell");
    }
}
