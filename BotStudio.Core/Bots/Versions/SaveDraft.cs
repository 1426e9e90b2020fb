using BotStudio.Core.Accounts;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Replaces a bot's draft. Problems that only keep it from being published do not keep it from being saved.</summary>
/// <returns>
/// The new revision; <c>not_found</c>; <c>forbidden</c> below editor; <c>bots.draft_conflict</c> when somebody else saved meanwhile;
/// <c>document.too_large</c>; <c>document.name_missing</c> or <c>document.text_too_long</c> for its name.
/// </returns>
public sealed class SaveDraft(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, BotDocument document, int seenRevision, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        if (DocumentCheck.Name(document.Name) is { } nameProblem)
        {
            return nameProblem;
        }

        if (DocumentJson.SizeBytes(document) > BotDocument.MaxSizeBytes)
        {
            return new Problem("document.too_large", BotDocument.MaxSizeBytes);
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db.Bots.SingleOrDefaultAsync(b => b.Id == botId, ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        if (bot.SaveDraft(document, seenRevision, account.UserId, clock.GetUtcNow()) is { } problem)
        {
            return problem;
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem("bots.draft_conflict", seenRevision + 1);
        }

        await db.Database.ExecuteSqlAsync(
            $"select pg_notify({Notifications.Drafts}, {$"{botId} {bot.DraftRevision}"})",
            CancellationToken.None
        );
        return bot.DraftRevision;
    }
}
