using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Writes another note beside a version.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor; <c>document.text_too_long</c>.</returns>
public sealed class DescribeVersion(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, int number, string note, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        note = StoredText.Clean(note.Trim());
        if (note.Length > BotVersion.MaxNoteLength)
        {
            return new Problem("document.text_too_long", BotVersion.MaxNoteLength, note.Length).At("/note");
        }

        await using var db = await accountDb.OpenAsync(ct);
        var version = await db.BotVersions.SingleOrDefaultAsync(v => v.BotId == botId && v.Number == number, ct);
        if (version is null)
        {
            return Problem.NotFound;
        }

        version.Describe(note);
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bots}, {botId.ToString()})", CancellationToken.None);
        return Outcome.Done;
    }
}
