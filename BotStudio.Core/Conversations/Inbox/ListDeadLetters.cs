using System.Text;
using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>A bot's jobs that were given up on, the latest first.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListDeadLetters(AccountDb accountDb)
{
    /// <summary>Letters listed; the rest is only counted.</summary>
    public const int MaxListed = 50;

    public async Task<Outcome<DeadLetters>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var dead = db.DeadLettersOf(botId);
        var total = await dead.CountAsync(ct);
        var jobs = total == 0 ? [] : await dead.OrderByDescending(j => j.Id).Take(MaxListed).AsNoTracking().ToListAsync(ct);
        return new DeadLetters(total, jobs.ConvertAll(DeadLetterRow.Of));
    }
}

/// <summary>Has given-up jobs tried again, as if they were new. They come after what their chat waits for already.</summary>
/// <returns>How many were put back; <c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class RequeueDeadLetters(AccountDb accountDb, CurrentAccount account, JobQueue queue, TimeProvider clock)
{
    /// <param name="jobId">One of them; null for all of the bot's.</param>
    public async Task<Outcome<int>> RunAsync(Guid botId, long? jobId, CancellationToken ct)
    {
        if (!account.May(Permission.AnswerPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        // New rows: under its old number a job would run beside the one of its lane that is under way.
        var requeued = await db.Database.ExecuteSqlAsync(
            $"""
            with dead as (
                delete from jobs
                where state = {(short)
                JobState.Dead} and account_id = {account.Id} and subject_id = {botId} and ({jobId}::bigint is null or id = {jobId})
                returning id, account_id, subject_id, kind, lane, payload, created_at
            )
            insert into jobs (account_id, subject_id, kind, lane, payload, state, due_at, attempts, created_at)
            select account_id, subject_id, kind, lane, payload, {(short)
                JobState.Ready}, {clock.GetUtcNow()}, 0, created_at from dead order by id
            """,
            ct
        );
        await db.Database.ExecuteSqlAsync(
            $"select pg_notify({Notifications.Jobs}, ''), pg_notify({Notifications.Bots}, {botId.ToString()})",
            ct
        );
        queue.Wake();
        return requeued;
    }
}

/// <summary>Forgets given-up jobs.</summary>
/// <returns>How many are gone; <c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class DiscardDeadLetters(AccountDb accountDb, CurrentAccount account)
{
    /// <param name="jobId">One of them; null for all of the bot's.</param>
    public async Task<Outcome<int>> RunAsync(Guid botId, long? jobId, CancellationToken ct)
    {
        if (!account.May(Permission.DeletePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        return await db.DeadLettersOf(botId).Where(j => jobId == null || j.Id == jobId).ExecuteDeleteAsync(ct);
    }
}

/// <param name="Total">May be more than are listed.</param>
public sealed record DeadLetters(int Total, IReadOnlyList<DeadLetterRow> Letters);

public enum DeadLetterKind
{
    /// <summary>Something that came in.</summary>
    Incoming,

    /// <summary>A question to the model.</summary>
    Ai,

    /// <summary>Something the bot said.</summary>
    Outgoing,

    /// <summary>Anything else, such as telling a channel its commands.</summary>
    Other,
}

/// <param name="Error">What went wrong last.</param>
/// <param name="ConversationId">Where it belongs, when it got that far.</param>
/// <param name="Body">What came in, as it came, shortened; null for the other kinds.</param>
public sealed record DeadLetterRow(
    long Id,
    DeadLetterKind Kind,
    DateTimeOffset CreatedAt,
    int Attempts,
    string? Error,
    Guid? ConversationId,
    string? Body
)
{
    private const int MaxBodyBytes = 4000;

    internal static DeadLetterRow Of(Job job)
    {
        var kind =
            job.Kind == OutgoingJob.Kind ? DeadLetterKind.Outgoing
            : job.Kind == AiRequest.Kind ? DeadLetterKind.Ai
            : job.Kind.EndsWith(".receive", StringComparison.Ordinal) ? DeadLetterKind.Incoming
            : DeadLetterKind.Other;
        var conversation = kind switch
        {
            DeadLetterKind.Outgoing => OutgoingJob.FromPayload(job.Payload).ConversationId,
            DeadLetterKind.Ai => JsonSerializer.Deserialize(job.Payload, ConversationJson.Default.AskedTurnPayload)?.Conversation.Id,
            _ => (Guid?)null,
        };
        var body =
            kind == DeadLetterKind.Incoming
                ? Encoding.UTF8.GetString(job.Payload.AsSpan(0, Math.Min(job.Payload.Length, MaxBodyBytes)))
                : null;
        return new DeadLetterRow(job.Id, kind, job.CreatedAt, job.Attempts, job.Error, conversation, body);
    }
}

internal static class DeadLetterQuery
{
    /// <summary>Jobs are the platform's table: the account is asked for by name, beside what row-level security holds.</summary>
    public static IQueryable<Job> DeadLettersOf(this BotStudioDb db, Guid botId) =>
        db.Jobs.Where(j => j.State == JobState.Dead && j.AccountId == db.AccountId && j.SubjectId == botId);
}
