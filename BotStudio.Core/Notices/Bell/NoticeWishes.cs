using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Notices.Bell;

/// <summary>By which ways whoever asks hears of what: all events that their role has to do with.</summary>
public sealed class ListNoticeWishes(AccountDb accountDb, CurrentAccount account)
{
    public async Task<IReadOnlyList<NoticeWishRow>> RunAsync(CancellationToken ct)
    {
        var userId = account.UserId;
        await using var db = await accountDb.OpenAsync(ct);
        var wishes = await db.NoticeWishes.Where(w => w.UserId == userId).ToDictionaryAsync(w => w.Event, w => w.Ways, ct);
        return
        [
            .. from happened in Enum.GetValues<NoticeEvent>()
            where account.May(NoticeDefaults.PermissionFor(happened))
            select new NoticeWishRow(
                happened,
                wishes.TryGetValue(happened, out var ways) ? ways : NoticeDefaults.WaysFor(happened, account.Role)
            ),
        ];
    }
}

public sealed record NoticeWishRow(NoticeEvent Event, NoticeWays Ways);

/// <summary>Says by which ways whoever asks wants to hear of an event in this account.</summary>
/// <returns><c>not_found</c> for an event that their role has nothing to do with.</returns>
public sealed class ChangeNoticeWish(AccountDb accountDb, CurrentAccount account)
{
    private const NoticeWays All = NoticeWays.Bell | NoticeWays.Mail | NoticeWays.Telegram | NoticeWays.Push;

    public async Task<Outcome> RunAsync(NoticeEvent happened, NoticeWays ways, CancellationToken ct)
    {
        if (account.UserId is not { } userId || !Enum.IsDefined(happened) || !account.May(NoticeDefaults.PermissionFor(happened)))
        {
            return Problem.NotFound;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.NoticeWishes.SingleOrDefaultAsync(w => w.UserId == userId && w.Event == happened, ct) is { } wish)
        {
            wish.Change(ways & All);
        }
        else
        {
            db.NoticeWishes.Add(new NoticeWish(account.Id, userId, happened, ways & All));
        }

        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}
