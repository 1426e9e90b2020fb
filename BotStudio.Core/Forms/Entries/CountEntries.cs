using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Forms.Entries;

/// <summary>How many entries each form of a bot has, by the form's id; forms without any are not in it.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class CountEntries(AccountDb accountDb)
{
    public async Task<Outcome<IReadOnlyDictionary<string, EntryCounts>>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        return await db
            .FormEntries.Where(e => e.BotId == botId)
            .GroupBy(e => e.FormId)
            .Select(form => new
            {
                Id = form.Key,
                Started = form.Count(),
                Completed = form.Count(e => e.Status == EntryStatus.Completed),
                New = form.Count(e => e.Status == EntryStatus.Completed && e.Work == EntryWork.New),
            })
            .ToDictionaryAsync(form => form.Id, form => new EntryCounts(form.Started, form.Completed, form.New), ct);
    }
}

/// <param name="Started">All of them.</param>
/// <param name="New">Of the completed ones: nobody has done anything about them yet.</param>
public sealed record EntryCounts(int Started, int Completed, int New);
