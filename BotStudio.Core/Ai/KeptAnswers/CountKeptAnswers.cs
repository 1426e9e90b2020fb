using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.KeptAnswers;

/// <summary>How many answers a bot keeps for whoever asks the same.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class CountKeptAnswers(AccountDb accountDb, TimeProvider clock)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(bot => bot.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var now = clock.GetUtcNow();
        return await db.KeptAnswers.CountAsync(answer => answer.BotId == botId && answer.ExpiresAt > now, ct);
    }
}
