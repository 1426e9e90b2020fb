using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Sessions;

/// <summary>
/// What happens beside a new session, in its transaction: sessions that ran out are forgotten, a device that was never seen before is told to the
/// user, and whoever had asked to be deleted stays.
/// </summary>
public sealed class NoteArrival(AccountMails mails, JobQueue queue, TimeProvider clock)
{
    internal async Task RunAsync(BotStudioDb db, SignedIn who, Visit visit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Sessions.Where(s => s.UserId == who.UserId && s.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        await StayAsync(db, who.UserId, ct);
        var from = new Origin(visit.Address, DeviceName.Of(visit.UserAgent), visit.IsProgram);
        db.Audit(who.AccountId, new Actor(who.UserId, from), AuditAct.SignedIn, now);
        await db.SaveChangesAsync(ct);
        if (visit != Visit.Unknown && await IsNewDeviceAsync(db, who.UserId, visit, ct))
        {
            await TellOfDeviceAsync(db, who.UserId, visit, ct);
            await queue.EnqueueAsync(db, ArrivalNews.JobOf(who.AccountId, who.UserId, visit), ct);
        }
    }

    private async Task StayAsync(BotStudioDb db, Guid userId, CancellationToken ct)
    {
        var stays = await db
            .Users.Where(u => u.Id == userId && u.LeavesAt != null)
            .ExecuteUpdateAsync(user => user.SetProperty(u => u.LeavesAt, (DateTimeOffset?)null), ct);
        if (stays > 0)
        {
            await mails.EnqueueAsync(db, userId, new AccountMail("deletion_cancelled"), ct);
        }
    }

    /// <summary>The first device of all is no news.</summary>
    private async Task<bool> IsNewDeviceAsync(BotStudioDb db, Guid userId, Visit visit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = RandomCode.Hash(visit.DeviceKey);
        var old = now - KnownDevice.KeptFor;
        await db.KnownDevices.Where(d => d.UserId == userId && d.LastSeenAt < old).ExecuteDeleteAsync(ct);
        var knowsOthers = await db.KnownDevices.AnyAsync(d => d.UserId == userId && d.CodeHash != hash, ct);
        var isKnown = await db
            .KnownDevices.Where(d => d.UserId == userId && d.CodeHash == hash)
            .ExecuteUpdateAsync(device => device.SetProperty(d => d.LastSeenAt, now), ct);
        if (isKnown > 0)
        {
            return false;
        }

        await db.Database.ExecuteSqlAsync(
            $"insert into known_devices (user_id, code_hash, created_at, last_seen_at) values ({userId}, {hash}, {now}, {now}) on conflict do nothing",
            ct
        );
        return knowsOthers;
    }

    private async Task TellOfDeviceAsync(BotStudioDb db, Guid userId, Visit visit, CancellationToken ct) =>
        await mails.EnqueueAsync(
            db,
            userId,
            new AccountMail("new_device")
            {
                Visit = visit,
                At = clock.GetUtcNow(),
                Link = visit.Site is { } site ? new Uri(site, "/account/sessions") : null,
            },
            ct
        );
}
