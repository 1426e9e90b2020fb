using System.Text;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Conversations;

public sealed class DeadLettersTests(Acts acts) : ActTest(acts)
{
    private Bot bot = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        bot = await Given(new Bot(AccountId, new BotDocument { Name = "Shop", Fallback = new LocalizedText("en", "?") }, Clock.Now));
    }

    [Fact]
    public async Task A_dead_delivery_says_what_it_was_where_and_why()
    {
        var conversation = Guid.CreateVersion7();
        await Dead(OutgoingJob.Kind, new OutgoingJob(conversation, 0, [Guid.CreateVersion7()]).ToPayload(), "No answer", attempts: 10);

        var letters = await List();

        var letter = Assert.Single(letters.Letters);
        Assert.Equal(1, letters.Total);
        Assert.Equal(
            (DeadLetterKind.Outgoing, "No answer", 10, (Guid?)conversation, null),
            (letter.Kind, letter.Error, letter.Attempts, letter.ConversationId, letter.Body)
        );
    }

    [Fact]
    public async Task A_refused_update_shows_what_came_in()
    {
        await Dead("telegram.receive", Encoding.UTF8.GetBytes("{\"what\":1}"), "Refused: no update_id");

        var letter = Assert.Single((await List()).Letters);

        Assert.Equal((DeadLetterKind.Incoming, "{\"what\":1}"), (letter.Kind, letter.Body));
    }

    [Fact]
    public async Task Jobs_that_are_alive_and_jobs_of_other_bots_are_not_listed()
    {
        var other = await Given(new Bot(AccountId, new BotDocument { Name = "Other" }, Clock.Now));
        await Dead("telegram.receive", [1], "x", bot: other);
        await Dead("telegram.receive", [1], "x", state: JobState.Waiting);

        Assert.Equal(0, (await List()).Total);
    }

    [Fact]
    public async Task A_requeued_job_begins_anew_behind_those_of_its_lane()
    {
        await Dead("telegram.receive", [1], "x", lane: 7, attempts: 8);
        await Dead("telegram.receive", [2], null, lane: 7, state: JobState.Waiting);
        var letter = Assert.Single((await List()).Letters);

        var outcome = await Run((RequeueDeadLetters act) => act.RunAsync(bot.Id, letter.Id, Ct));

        Assert.Equal(1, outcome.Value);
        await using var db = OpenDatabase();
        var jobs = await db.Jobs.Where(j => j.SubjectId == bot.Id).OrderBy(j => j.Id).ToListAsync(Ct);
        Assert.Equal([2, 1], jobs.Select(j => (int)j.Payload[0]));
        Assert.Equal((JobState.Ready, 0, null, 7L), (jobs[1].State, jobs[1].Attempts, jobs[1].Error, jobs[1].Lane!.Value));
    }

    [Fact]
    public async Task All_of_a_bot_are_requeued_at_once_in_their_order()
    {
        await Dead("telegram.receive", [1], "x");
        await Dead("telegram.receive", [2], "x");

        var outcome = await Run((RequeueDeadLetters act) => act.RunAsync(bot.Id, null, Ct));

        Assert.Equal(2, outcome.Value);
        await using var db = OpenDatabase();
        var jobs = await db.Jobs.Where(j => j.SubjectId == bot.Id).OrderBy(j => j.Id).ToListAsync(Ct);
        Assert.Equal([1, 2], jobs.Select(j => (int)j.Payload[0]));
        Assert.Equal(0, (await List()).Total);
    }

    [Fact]
    public async Task A_discarded_job_is_gone()
    {
        await Dead("telegram.receive", [1], "x");

        var outcome = await Run((DiscardDeadLetters act) => act.RunAsync(bot.Id, null, Ct));

        Assert.Equal(1, outcome.Value);
        Assert.Equal(0, (await List()).Total);
    }

    [Fact]
    public async Task Another_account_neither_sees_nor_touches_them()
    {
        await Dead("telegram.receive", [1], "x");
        var letter = Assert.Single((await List()).Letters);
        var other = (await Given(new Account("Other", Clock.Now))).Id;

        var seen = await RunIn(other, (ListDeadLetters act) => act.RunAsync(bot.Id, Ct));
        var requeued = await RunIn(other, (RequeueDeadLetters act) => act.RunAsync(bot.Id, letter.Id, Ct));
        var discarded = await RunIn(other, (DiscardDeadLetters act) => act.RunAsync(bot.Id, letter.Id, Ct));

        Assert.All(new[] { seen.Problem, requeued.Problem, discarded.Problem }, problem => Assert.Equal(Problem.NotFound, problem));
        Assert.Equal(1, (await List()).Total);
    }

    [Fact]
    public async Task A_viewer_may_look_but_not_touch()
    {
        await Dead("telegram.receive", [1], "x");

        var requeued = await Run((RequeueDeadLetters act) => act.RunAsync(bot.Id, null, Ct), Role.Viewer);
        var discarded = await Run((DiscardDeadLetters act) => act.RunAsync(bot.Id, null, Ct), Role.Operator);

        Assert.All(new[] { requeued.Problem, discarded.Problem }, problem => Assert.Equal(Problem.Forbidden, problem));
    }

    private async Task<DeadLetters> List() => (await Run((ListDeadLetters act) => act.RunAsync(bot.Id, Ct))).Value!;

    private Task Dead(
        string kind,
        byte[] payload,
        string? error,
        int attempts = 1,
        long lane = 1,
        JobState state = JobState.Dead,
        Bot? bot = null
    ) =>
        new Chats(Acts.Services, Clock).RunAsync(
            """
            insert into jobs (account_id, subject_id, kind, lane, payload, state, due_at, attempts, error, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7)
            """,
            AccountId,
            (bot ?? this.bot).Id,
            kind,
            lane,
            payload,
            (short)state,
            Clock.Now,
            attempts,
            (object?)error ?? DBNull.Value
        );
}
