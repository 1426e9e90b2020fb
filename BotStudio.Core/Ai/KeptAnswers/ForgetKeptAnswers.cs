using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.KeptAnswers;

/// <summary>Throws away the answers that a bot has kept: the model is asked again.</summary>
/// <returns>How many there were; <c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class ForgetKeptAnswers(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        return await db.Bots.AnyAsync(bot => bot.Id == botId, ct)
            ? await db.KeptAnswers.Where(answer => answer.BotId == botId).ExecuteDeleteAsync(ct)
            : Problem.NotFound;
    }
}
