using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Versions;

/// <summary>A bot's versions, newest first.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListVersions(AccountDb accountDb)
{
    public async Task<Outcome<IReadOnlyList<VersionRow>>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db.Bots.Where(b => b.Id == botId).Select(b => new { b.PublishedNumber }).SingleOrDefaultAsync(ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        IReadOnlyList<VersionRow> versions = await db
            .BotVersions.Where(v => v.BotId == botId)
            .OrderByDescending(v => v.Number)
            .Select(v => new VersionRow(
                v.Id,
                v.Number,
                v.Note,
                v.RestoredFromNumber,
                v.PublishedAt,
                db.Users.Where(u => u.Id == v.PublishedByUserId).Select(u => u.DisplayName).FirstOrDefault(),
                v.Number == bot.PublishedNumber
            ))
            .ToListAsync(ct);
        return Outcome.Of(versions);
    }
}

/// <param name="PublishedBy">Name of the user; null when they have left the account or a program did it.</param>
public sealed record VersionRow(
    Guid Id,
    int Number,
    string Note,
    int? RestoredFromNumber,
    DateTimeOffset PublishedAt,
    string? PublishedBy,
    bool IsLive
);

/// <summary>The document of one version.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class OpenVersion(AccountDb accountDb)
{
    public async Task<Outcome<BotDocument>> RunAsync(Guid botId, int number, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var document = await db
            .BotVersions.Where(v => v.BotId == botId && v.Number == number)
            .Select(v => v.Document)
            .SingleOrDefaultAsync(ct);
        return document is null ? Problem.NotFound : DocumentJson.Read(document);
    }
}
