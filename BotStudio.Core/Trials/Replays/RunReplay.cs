using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Replays;

/// <summary>
/// The job that asks a draft what contacts once wrote, each with its real history, a few at a time. Each answer is kept as it comes. Conversations,
/// contacts and leads stay as they are.
/// </summary>
public sealed class RunReplay(
    JobQueue queue,
    PlatformDb platformDb,
    RunningTrials trials,
    Rehearse rehearse,
    History history,
    TimeProvider clock
) : JobHandler(queue)
{
    public const string JobKind = "trials.replay";

    private const int AtOnce = 4;

    public override string Kind => JobKind;

    public override JobRules Rules { get; } = new(MaxAttempts: 5, MaxInFlight: 4, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var replayId = new Guid(job.Payload);
        // Before the state is read: who stops the replay afterwards is heard.
        var going = trials.Begin(replayId, ct);
        try
        {
            await RunAsync(replayId, going, ct);
        }
        finally
        {
            trials.End(replayId);
        }
    }

    private async Task RunAsync(Guid replayId, CancellationTokenSource going, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        if (
            await db.Replays.AsNoTracking().SingleOrDefaultAsync(r => r.Id == replayId && r.State == TrialState.Running, ct)
            is not { Document: { } json } replay
        )
        {
            return;
        }

        var bot = BotSnapshot.Compile(DocumentJson.Read(json), number: null);
        var waiting = await db
            .ReplayItems.Where(i => i.ReplayId == replayId && !i.IsAsked)
            .OrderBy(i => i.Position)
            .AsNoTracking()
            .ToListAsync(ct);
        string? broken = null;
        try
        {
            await Parallel.ForEachAsync(
                waiting,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = going.Token },
                async (item, token) =>
                {
                    if (await AskAsync(replay, bot, item, token) is { } problem && Hopeless.Includes(problem))
                    {
                        broken = problem;
                        await going.CancelAsync();
                    }
                }
            );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Stopped by somebody, or hopeless.
        }

        await EndAsync(replay, broken);
    }

    /// <returns>Code of why the model did not answer, or null.</returns>
    private async Task<string?> AskAsync(Replay replay, BotSnapshot bot, ReplayItem item, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        if (await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == item.ContactId, ct) is not { } contact)
        {
            // The contact's data was deleted meanwhile, and this message with it.
            return null;
        }

        var earlier = await history.LoadAsync(
            [new HistoryWanted(item.ConversationId, item.MessageId, PromptSettings.MaxHistoryLength)],
            ct
        );
        var message = SampleContact.Writes(item.Question, contact.FirstName, item.AskedAt) with
        {
            From = new Sender(contact.ExternalId, contact.FirstName, contact.LastName, contact.Username, contact.LanguageTag),
        };
        var answer = await rehearse.RunAsync(
            new AiCaller(replay.AccountId, replay.BotId),
            bot,
            message,
            SituationOf(contact),
            earlier[0].Messages,
            otherModel: null,
            ct
        );
        item.Settle(answer);
        // Paid for: it is kept whatever happens meanwhile, unless the contact's data is gone.
        db.ReplayItems.Update(item);
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }

        await TellAsync(db, replay);
        return answer.Problem;
    }

    private static Situation SituationOf(Contact contact) =>
        Situation.Fresh with
        {
            Contact = new ContactProfile
            {
                Language = contact.Language,
                Source = contact.Source,
                Tags = contact.Tags,
                Fields = ContactProfile.ReadFields(contact.Fields),
                Balance = contact.Balance,
            },
        };

    private async Task EndAsync(Replay replay, string? broken)
    {
        var now = clock.GetUtcNow();
        var state = broken is null ? TrialState.Finished : TrialState.Broken;
        await using var db = platformDb.Open();
        await db
            .Replays.Where(r => r.Id == replay.Id && r.State == TrialState.Running)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(r => r.State, state)
                        .SetProperty(r => r.Problem, broken)
                        .SetProperty(r => r.EndedAt, now)
                        .SetProperty(r => r.Document, (string?)null),
                CancellationToken.None
            );
        await TellAsync(db, replay);
    }

    private static Task<int> TellAsync(BotStudioDb db, Replay replay) =>
        db.Database.ExecuteSqlAsync(
            $"select pg_notify({Notifications.Trials}, {RunningTrials.Changed(replay.BotId, replay.Id)})",
            CancellationToken.None
        );
}
