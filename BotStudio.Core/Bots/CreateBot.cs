using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>Makes a bot from a document; it answers nobody before it is published.</summary>
/// <returns>The new bot's id; <c>forbidden</c> below editor; <c>document.name_missing</c> or <c>document.text_too_long</c> for its name.</returns>
public sealed class CreateBot(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(BotDocument document, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        if (DocumentCheck.Name(document.Name) is { } problem)
        {
            return problem;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = new Bot(account.Id, document, clock.GetUtcNow());
        db.Bots.Add(bot);
        db.Audit(AuditAct.BotCreated, bot.Name, bot.Id);
        await db.SaveChangesAsync(ct);
        return bot.Id;
    }
}
