using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Forms.Entries;

/// <summary>Says what has been done about entries.</summary>
/// <returns>How many there are; <c>not_found</c> when none of them is the bot's; <c>forbidden</c> below operator.</returns>
public sealed class ChangeEntryWork(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, IReadOnlyCollection<Guid> entryIds, EntryWork work, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var changed = await db
            .FormEntries.Where(e => e.BotId == botId && entryIds.Contains(e.Id))
            .ExecuteUpdateAsync(entries => entries.SetProperty(e => e.Work, work), ct);
        return changed > 0 ? changed : Problem.NotFound;
    }
}

/// <summary>Deletes entries for good. A form that is still being filled in goes on, and leaves no entry.</summary>
/// <returns>How many there were; <c>not_found</c> when none of them is the bot's; <c>forbidden</c> below editor.</returns>
public sealed class DeleteEntries(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, IReadOnlyCollection<Guid> entryIds, CancellationToken ct)
    {
        if (!account.May(Permission.DeletePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var deleted = await db.FormEntries.Where(e => e.BotId == botId && entryIds.Contains(e.Id)).ExecuteDeleteAsync(ct);
        if (deleted == 0)
        {
            return Problem.NotFound;
        }

        db.Audit(AuditAct.EntriesDeleted, "", botId, deleted);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deleted;
    }
}
