using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Contacts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Trials;
using BotStudio.Core.Trials.Replays;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Tests.Tools;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Trials;

/// <summary>What contacts once wrote, asked of a draft, with nobody hearing of it.</summary>
public sealed class ReplayTests(AiActs acts) : TrialTest(acts)
{
    private static readonly ReplyReason ByAi = new(ReplyStep.Ai, Version: 1);

    private Chats? chats;

    private Chats Chats => chats ??= new Chats(Acts.Services, Clock);

    [Fact]
    public async Task The_draft_is_asked_what_contacts_wrote_with_what_was_said_before()
    {
        var chat = await TalkAsync("Olena", ("Do you have oat milk?", "Yes."), ("And what does it cost?", "One euro."));
        Ai.Always = AiReply.Of(request => $"{request.Messages.Count} {request.LastUserText}");

        var replay = await ReplayAsync(chat);

        Assert.Equal(
            (TrialState.Finished, 2, 2, 0),
            (replay.Replay.State, replay.Replay.Total, replay.Replay.Done, replay.Replay.Unanswered)
        );
        Assert.Equal(["Yes.", "One euro."], replay.Items.Select(item => item.Then));
        // The prompt and the question; then those of before, too.
        Assert.Equal(["2 Do you have oat milk?", "4 And what does it cost?"], replay.Items.Select(item => item.Now));
        Assert.All(replay.Items, item => Assert.Equal(("Olena", "gpt-4o"), (item.ContactName, item.ThenModel)));
    }

    [Fact]
    public async Task Nobody_hears_of_it_and_nothing_but_its_cost_is_kept_elsewhere()
    {
        var chat = await TalkAsync("Olena", ("How much?", "Two euros."));
        await using var db = OpenDatabase();
        var messages = await db.Messages.CountAsync(m => m.BotId == Bot.Id);
        var conversation = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == chat.ConversationId);
        Ai.Always = AiReply.Costing(1000, 0, 100);

        var replay = await ReplayAsync(chat);

        Assert.Equal(0.00021m, replay.Replay.Cost);
        Assert.Equal(messages, await db.Messages.CountAsync(m => m.BotId == Bot.Id));
        Assert.Equivalent(conversation, await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == chat.ConversationId));
        Assert.False(await db.Jobs.AnyAsync(job => job.AccountId == AccountId && job.Kind != RunReplay.JobKind));
        var record = await db.UsageRecords.SingleAsync(record => record.AccountId == AccountId);
        Assert.Equal((UsageKind.Test, (Guid?)null), (record.Kind, record.ContactId));
    }

    [Fact]
    public async Task A_question_is_answered_as_on_the_day_when_it_was_asked()
    {
        await SaveDraftAsync(prompt => prompt with { Text = "Today is {{date}}." });
        var chat = await TalkAsync("Olena", ("Are you open today?", "Yes."));
        var day = Clock.Now.ToString("D", System.Globalization.CultureInfo.GetCultureInfo("uk"));
        Clock.Advance(TimeSpan.FromDays(3));
        Ai.Always = AiReply.Of(request => request.Messages[0].Text.Contains(day, StringComparison.Ordinal) ? "then" : "now");

        Assert.Equal("then", (await ReplayAsync(chat)).Items.Single().Now);
    }

    [Fact]
    public async Task What_it_will_cost_is_estimated_first_and_has_to_be_agreed_to()
    {
        await SaveDraftAsync(prompt => prompt with { Model = "gpt-4o-mini" });
        var chat = await TalkAsync("Olena", ("How much?", "Two euros."));
        var before = Ai.Requests.Count;

        var plan = await PlanAsync(chat);

        Assert.Equal((1, 1, "gpt-4o-mini"), (plan.Value!.Conversations, plan.Value.Answers, plan.Value.Model));
        Assert.True(plan.Value.Cost > 0);
        Assert.Equal(before, Ai.Requests.Count);
        Assert.Equal("trials.estimate_changed", (await StartAsync(chat, agreed: null)).Problem?.Code);
        Assert.Equal("trials.estimate_changed", (await StartAsync(chat, agreed: plan.Value.Cost / 2)).Problem?.Code);
        Assert.True((await StartAsync(chat, plan.Value.Cost)).Succeeded);
        Assert.Equal("trials.running", (await StartAsync(chat, plan.Value.Cost)).Problem?.Code);
    }

    [Fact]
    public async Task Tools_and_longer_prompts_make_the_estimate_larger()
    {
        var chat = await TalkAsync("Olena", ("How much?", "Two euros."));
        var plain = (await PlanAsync(chat)).Value!.TokensIn;

        await SaveDraftAsync(prompt => prompt with { Tools = A.Document().WithPrompt().WithBuiltIn("ask_human").Prompt.Tools });

        Assert.InRange((await PlanAsync(chat)).Value!.TokensIn, plain + 50, plain + 1000);
    }

    [Fact]
    public async Task Conversations_without_an_answer_by_AI_in_that_time_are_not_offered()
    {
        var old = await TalkAsync("Anna", ("Old?", "Old."));
        Clock.Advance(TimeSpan.FromDays(8));
        var silent = await Chats.BeginAsync(Bot, "Ivan");
        await Chats.HeardAsync(silent, "/price");
        await Chats.SaidAsync(silent, "Ten euros.");
        var recent = await TalkAsync("Olena", ("New?", "New."), ("More?", "More."));

        var offered = (await Run((ListReplayable act) => act.RunAsync(Bot.Id, 7, null, 50, Ct))).Value!;

        Assert.Equal(
            [(recent.ConversationId, "Olena", 2)],
            offered.Items.Select(row => (row.ConversationId, row.ContactName, row.Answers))
        );
        Assert.Equal("trials.nothing_to_replay", (await PlanAsync(silent)).Problem?.Code);
        Assert.Equal("trials.nothing_to_replay", (await PlanAsync(old)).Problem?.Code);
    }

    [Fact]
    public async Task Long_lists_come_in_parts_that_miss_and_double_nothing()
    {
        var talks = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            talks.Add((await TalkAsync($"Contact {i}", ("Hi", "Hello"))).ConversationId);
        }

        var found = new List<Guid>();
        PageStart? after = null;
        do
        {
            var page = (await Run((ListReplayable act) => act.RunAsync(Bot.Id, 7, after, 2, Ct))).Value!;
            found.AddRange(page.Items.Select(row => row.ConversationId));
            after = page.Next;
        } while (after is not null);

        talks.Reverse();
        Assert.Equal(talks, found);
    }

    [Fact]
    public async Task What_was_stopped_keeps_what_was_answered_and_asks_nothing_more()
    {
        var chat = await TalkAsync("Olena", ("How much?", "Two euros."));
        var replayId = (await StartAsync(chat, (await PlanAsync(chat)).Value!.Cost)).Value;
        Assert.Equal("trials.running", (await Run((DeleteReplay act) => act.RunAsync(Bot.Id, replayId, Ct))).Problem?.Code);
        Assert.True((await Run((StopReplay act) => act.RunAsync(Bot.Id, replayId, Ct))).Succeeded);
        var before = Ai.Requests.Count;

        await Acts.RunDueJobsAsync(AccountId, RunReplay.JobKind);

        Assert.Equal(before, Ai.Requests.Count);
        Assert.Equal(TrialState.Stopped, (await OpenAsync(replayId)).Replay.State);
        Assert.True((await Run((DeleteReplay act) => act.RunAsync(Bot.Id, replayId, Ct))).Succeeded);
        Assert.Equal("not_found", (await Run((OpenReplay act) => act.RunAsync(Bot.Id, replayId, Ct))).Problem?.Code);
    }

    [Fact]
    public async Task A_contact_who_is_deleted_takes_their_words_out_of_replays()
    {
        var chat = await TalkAsync("Olena", ("My address is Main Street 1.", "Thank you."));
        var replay = await ReplayAsync(chat);
        Assert.Single(replay.Items);

        Assert.True((await Run((DeleteContact act) => act.RunAsync(Bot.Id, chat.ContactId, Ct))).Succeeded);

        Assert.Empty((await OpenAsync(replay.Replay.Id)).Items);
        await using var db = OpenDatabase();
        Assert.False(await db.ReplayItems.AnyAsync(item => item.BotId == Bot.Id));
    }

    [Fact]
    public async Task After_two_weeks_a_replay_is_forgotten()
    {
        var chat = await TalkAsync("Olena", ("How much?", "Two euros."));
        var replay = await ReplayAsync(chat);
        var forget = ActivatorUtilities.CreateInstance<ForgetReplays>(Acts.Services);

        Clock.Advance(Replay.KeptFor - TimeSpan.FromMinutes(1));
        await forget.RunOnceAsync(Ct);
        Assert.Single((await OpenAsync(replay.Replay.Id)).Items);

        Clock.Advance(TimeSpan.FromMinutes(2));
        await forget.RunOnceAsync(Ct);
        Assert.Equal("not_found", (await Run((OpenReplay act) => act.RunAsync(Bot.Id, replay.Replay.Id, Ct))).Problem?.Code);
    }

    [Fact]
    public async Task Only_who_edits_bots_may_spend_on_it()
    {
        var chat = await TalkAsync("Olena", ("How much?", "Two euros."));

        foreach (var role in new[] { Role.Viewer, Role.Operator })
        {
            Assert.Equal(
                "forbidden",
                (await Run((PlanReplay act) => act.RunAsync(Bot.Id, 7, [chat.ConversationId], Ct), role)).Problem?.Code
            );
            Assert.Equal(
                "forbidden",
                (await Run((StartReplay act) => act.RunAsync(Bot.Id, 7, [chat.ConversationId], null, Ct), role)).Problem?.Code
            );
        }
    }

    private async Task<Chat> TalkAsync(string name, params (string Heard, string Said)[] turns)
    {
        var chat = await Chats.BeginAsync(Bot, name);
        foreach (var (heard, said) in turns)
        {
            await Chats.HeardAsync(chat, heard);
            await Chats.SaidAsync(chat, said, ByAi, ai: new AiUsage("gpt-4o", 120, 8, 900));
        }

        return chat;
    }

    private async Task SaveDraftAsync(Func<PromptSettings, PromptSettings> change)
    {
        var draft = (await Run((OpenDraft act) => act.RunAsync(Bot.Id, Ct))).Value!;
        var changed = draft.Document with { Prompt = change(draft.Document.Prompt) };
        Assert.True((await Run((SaveDraft act) => act.RunAsync(Bot.Id, changed, draft.Revision, Ct))).Succeeded);
    }

    private Task<Outcome<ReplayPlan>> PlanAsync(Chat chat) => Run((PlanReplay act) => act.RunAsync(Bot.Id, 7, [chat.ConversationId], Ct));

    private Task<Outcome<Guid>> StartAsync(Chat chat, decimal? agreed) =>
        Run((StartReplay act) => act.RunAsync(Bot.Id, 7, [chat.ConversationId], agreed, Ct));

    private async Task<ReplayDetail> OpenAsync(Guid replayId) => (await Run((OpenReplay act) => act.RunAsync(Bot.Id, replayId, Ct))).Value!;

    private async Task<ReplayDetail> ReplayAsync(Chat chat)
    {
        var started = await StartAsync(chat, (await PlanAsync(chat)).Value!.Cost);
        Assert.True(started.Succeeded, started.Problem?.Code);
        Assert.Equal(1, await Acts.RunDueJobsAsync(AccountId, RunReplay.JobKind));
        return await OpenAsync(started.Value);
    }
}
