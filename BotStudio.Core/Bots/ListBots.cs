using BotStudio.Core.Channels;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots;

/// <summary>The account's bots as their cards show them, oldest first.</summary>
public sealed class ListBots(AccountDb accountDb)
{
    public async Task<IReadOnlyList<BotRow>> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        return await db.BotRows(db.Bots.OrderBy(b => b.CreatedAt)).ToListAsync(ct);
    }
}

/// <summary>One bot as its card shows it.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class FindBot(AccountDb accountDb)
{
    public async Task<Outcome<BotRow>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        return await db.BotRows(db.Bots.Where(b => b.Id == botId)).SingleOrDefaultAsync(ct) is { } row ? row : Problem.NotFound;
    }
}

/// <param name="PublishedNumber">The live version, or null while there is only a draft.</param>
/// <param name="LastMessageAt">When anything was said last, by anybody; null when nothing was.</param>
public sealed record BotRow(
    Guid Id,
    string Name,
    int DraftRevision,
    int? PublishedNumber,
    bool HasUnpublishedChanges,
    DateTimeOffset CreatedAt,
    ConnectionRow? Connection,
    DateTimeOffset? LastMessageAt,
    IReadOnlyList<BotProblemRow> Problems
);

public sealed record ConnectionRow(
    string Channel,
    string? Username,
    string DisplayName,
    string SecretHint,
    ReceiveMode Mode,
    bool SeesAllGroupMessages,
    DateTimeOffset ConnectedAt
);

/// <param name="Code">Code of a <see cref="Problem"/>; its text takes <paramref name="Detail"/> as {0}.</param>
public sealed record BotProblemRow(string Code, string? Detail, DateTimeOffset Since);

internal static class BotRowQuery
{
    public static IQueryable<BotRow> BotRows(this BotStudioDb db, IQueryable<Bot> bots) =>
        bots.Select(b => new BotRow(
            b.Id,
            b.Name,
            b.DraftRevision,
            b.PublishedNumber,
            b.PublishedRevision != b.DraftRevision,
            b.CreatedAt,
            db.ChannelConnections.Where(c => c.BotId == b.Id)
                .Select(c => new ConnectionRow(
                    c.Channel,
                    c.Username,
                    c.DisplayName,
                    c.SecretHint,
                    c.Mode,
                    c.SeesAllGroupMessages,
                    c.ConnectedAt
                ))
                .FirstOrDefault(),
            db.Conversations.Where(c => c.BotId == b.Id).Max(c => (DateTimeOffset?)c.LastMessageAt),
            db.BotProblems.Where(p => p.BotId == b.Id)
                .OrderBy(p => p.Since)
                .Select(p => new BotProblemRow(p.Code, p.Detail, p.Since))
                .ToList()
        ));
}
