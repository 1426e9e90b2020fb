using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Versions;

/// <summary>The draft to edit, with the revision to save it over and what keeps it from being published.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class OpenDraft(AccountDb accountDb, CheckDocument check)
{
    public async Task<Outcome<DraftRow>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db
            .Bots.Where(b => b.Id == botId)
            .Select(b => new
            {
                b.Draft,
                b.DraftRevision,
                b.DraftSavedAt,
                SavedBy = db
                    .Users.Where(u => u.Id == b.DraftSavedByUserId)
                    .Select(u => new DraftAuthor(u.Id, u.DisplayName))
                    .FirstOrDefault(),
                b.PublishedRevision,
                b.PublishedNumber,
            })
            .SingleOrDefaultAsync(ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        var document = DocumentJson.Read(bot.Draft);
        return new DraftRow(
            document,
            bot.DraftRevision,
            bot.DraftSavedAt,
            bot.SavedBy,
            bot.PublishedRevision != bot.DraftRevision,
            bot.PublishedNumber,
            await check.RunAsync(document, ct)
        );
    }
}

/// <param name="SavedBy">Who saved it last; null when nobody has yet, or no user did.</param>
public sealed record DraftRow(
    BotDocument Document,
    int Revision,
    DateTimeOffset SavedAt,
    DraftAuthor? SavedBy,
    bool HasUnpublishedChanges,
    int? PublishedNumber,
    IReadOnlyList<Problem> Problems
);

public sealed record DraftAuthor(Guid UserId, string Name);
