using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Puts a version live: the row, the hint to every process and the job that tells the channels, in one transaction.</summary>
public sealed class LiveVersions(JobQueue queue, LiveSnapshots snapshots, BotProblems problems)
{
    /// <summary>Payload: the bot's id. Channels take what they need to know of a new version, such as the menu of commands.</summary>
    public const string PublishedJob = "bots.published";

    /// <returns>The version's number, or <c>bots.publish_conflict</c> when somebody else's version took it.</returns>
    internal async Task<Outcome<int>> ReplaceAsync(BotStudioDb db, Bot bot, BotVersion version, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.BotVersions.Add(version);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e)
            when (e is DbUpdateConcurrencyException
                || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
            )
        {
            return new Problem("bots.publish_conflict");
        }

        await queue.EnqueueAsync(
            db,
            new NewJob(bot.AccountId, PublishedJob, bot.Id.ToByteArray()) { Lane = Lane.Bot(bot.Id), SubjectId = bot.Id },
            ct
        );
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bots}, {bot.Id.ToString()})", ct);
        await transaction.CommitAsync(ct);
        snapshots.Forget(bot.Id);
        queue.Wake();
        // Found in the version that is gone; the new one is given its own chance.
        await problems.ClearAsync(bot.Id, "triggers", CancellationToken.None);
        await problems.ClearAsync(bot.Id, "safety", CancellationToken.None);
        return version.Number;
    }
}
