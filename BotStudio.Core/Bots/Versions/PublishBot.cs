using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Makes the draft the version that answers contacts, on every process within a moment.</summary>
/// <returns>
/// The version's number; <c>not_found</c>; <c>forbidden</c> below editor; <c>bots.nothing_to_publish</c>; <c>bots.draft_conflict</c> when the draft has
/// moved on since <c>seenRevision</c>; <c>bots.publish_conflict</c> when somebody published at the same time; the problems of the
/// document; or what an <see cref="IPublishGate"/> says.
/// </returns>
public sealed class PublishBot(
    AccountDb accountDb,
    CurrentAccount account,
    CheckDocument check,
    IEnumerable<IPublishGate> gates,
    LiveVersions live,
    TimeProvider clock
)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, int? seenRevision, string note, CancellationToken ct)
    {
        if (!account.May(Permission.PublishBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db.Bots.SingleOrDefaultAsync(b => b.Id == botId, ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        if (seenRevision is not null && seenRevision != bot.DraftRevision)
        {
            return new Problem("bots.draft_conflict", bot.DraftRevision);
        }

        if (!bot.HasUnpublishedChanges)
        {
            return new Problem("bots.nothing_to_publish");
        }

        if (await check.RunAsync(DocumentJson.Read(bot.Draft), ct) is { Count: > 0 } problems)
        {
            return Outcome<int>.Refused(problems);
        }

        foreach (var gate in gates)
        {
            if (await gate.CheckAsync(botId, bot.DraftRevision, ct) is { } objection)
            {
                return objection;
            }
        }

        var version = bot.Publish(StoredText.Cut(note, BotVersion.MaxNoteLength), account.UserId, clock.GetUtcNow());
        db.Audit(AuditAct.BotPublished, bot.Name, botId, version.Number);
        return await live.ReplaceAsync(db, bot, version, ct);
    }
}
