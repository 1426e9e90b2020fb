using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>A bot's canned replies, by their shortcuts.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListCannedReplies(AccountDb accountDb)
{
    public async Task<Outcome<IReadOnlyList<CannedReplyRow>>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        return Outcome.Of<IReadOnlyList<CannedReplyRow>>(
            await db
                .CannedReplies.Where(r => r.BotId == botId)
                .OrderBy(r => r.Shortcut)
                .Select(r => new CannedReplyRow(r.Id, r.Shortcut, r.Text))
                .ToListAsync(ct)
        );
    }
}

/// <summary>Keeps a new canned reply, or changes one.</summary>
/// <returns>
/// The reply; <c>not_found</c>; <c>forbidden</c> below operator; <c>canned.shortcut_taken</c>; <c>canned.too_many</c>; what
/// <see cref="CannedReply.Change"/> refuses.
/// </returns>
public sealed class SaveCannedReply(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    /// <param name="replyId">Null for a new one.</param>
    public async Task<Outcome<CannedReplyRow>> RunAsync(Guid botId, Guid? replyId, string shortcut, string text, CancellationToken ct)
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

        var reply = replyId is null
            ? new CannedReply(account.Id, botId, clock.GetUtcNow())
            : await db.CannedReplies.SingleOrDefaultAsync(r => r.Id == replyId && r.BotId == botId, ct);
        if (reply is null)
        {
            return Problem.NotFound;
        }

        if (reply.Change(shortcut, text) is { } problem)
        {
            return problem;
        }

        if (replyId is null)
        {
            if (await db.CannedReplies.CountAsync(r => r.BotId == botId, ct) >= CannedReply.MaxOfBot)
            {
                return new Problem("canned.too_many", CannedReply.MaxOfBot);
            }

            db.CannedReplies.Add(reply);
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Problem("canned.shortcut_taken", reply.Shortcut).At("/shortcut");
        }

        return new CannedReplyRow(reply.Id, reply.Shortcut, reply.Text);
    }
}

/// <summary>Forgets a canned reply.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class DeleteCannedReply(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid replyId, CancellationToken ct)
    {
        if (!account.May(Permission.AnswerPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        return await db.CannedReplies.Where(r => r.Id == replyId && r.BotId == botId).ExecuteDeleteAsync(ct) > 0
            ? Outcome.Done
            : Problem.NotFound;
    }
}

public sealed record CannedReplyRow(Guid Id, string Shortcut, string Text);
