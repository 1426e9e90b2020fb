using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Forms;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Notices.Bell;

/// <summary>
/// A job that tells members of something. What it puts on its way is committed together with its own end, so that a crash in between tells it
/// neither twice nor not at all.
/// </summary>
public abstract class TellMembers(PlatformDb platformDb, NotifyMembers notify, JobQueue queue) : JobHandler(queue)
{
    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await NoticeOfAsync(db, job, ct) is { } notice && await db.Accounts.AnyAsync(a => a.Id == job.AccountId, ct))
        {
            await notify.PutInAsync(db, notice, ct);
        }

        var mine = await db.Database.ExecuteSqlAsync(
            $"delete from jobs where id = {job.Id} and lease_owner = {job.Lease} and state = {(short)JobState.Leased}",
            ct
        );
        if (mine == 0)
        {
            // Given to another process meanwhile, which does it.
            await transaction.RollbackAsync(ct);
            return;
        }

        await transaction.CommitAsync(ct);
        job.MarkSettled();
        Queue.Wake();
    }

    /// <returns>Null when there is nothing to tell any more.</returns>
    protected abstract Task<MemberNotice?> NoticeOfAsync(BotStudioDb db, ClaimedJob job, CancellationToken ct);
}

/// <summary>A contact waits for a person.</summary>
public sealed class TellOfHumanWanted(PlatformDb platformDb, NotifyMembers notify, IStringLocalizer<BellText> texts, JobQueue queue)
    : TellMembers(platformDb, notify, queue)
{
    public override string Kind => HumanWanted.TellKind;

    protected override async Task<MemberNotice?> NoticeOfAsync(BotStudioDb db, ClaimedJob job, CancellationToken ct)
    {
        var id = new Guid(job.Payload);
        var waits = await db
            .Conversations.Where(c => c.Id == id && c.AccountId == job.AccountId && c.HumanWantedAt != null)
            .Select(c => new
            {
                c.BotId,
                c.ContactId,
                Bot = db.Bots.Where(b => b.Id == c.BotId).Select(b => b.Name).FirstOrDefault(),
                Contact = db.Contacts.Where(p => p.Id == c.ContactId).Select(p => p.FirstName + " " + (p.LastName ?? "")).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(ct);
        if (waits?.Bot is not { } bot)
        {
            return null;
        }

        var name = waits.Contact?.Trim() is { Length: > 0 } known ? known : "—";
        return new MemberNotice(
            job.AccountId,
            NoticeEvent.HumanWanted,
            () => new NoticeWords(texts["human.title", name], texts["human.text", bot])
        )
        {
            Path = $"/app/bots/{waits.BotId}/conversations/{id}",
            BotId = waits.BotId,
            ContactId = waits.ContactId,
        };
    }
}

/// <summary>A form was filled in to the end.</summary>
public sealed class TellOfEntry(PlatformDb platformDb, NotifyMembers notify, IStringLocalizer<BellText> texts, JobQueue queue)
    : TellMembers(platformDb, notify, queue)
{
    public override string Kind => EntryNews.JobKind;

    protected override Task<MemberNotice?> NoticeOfAsync(BotStudioDb db, ClaimedJob job, CancellationToken ct)
    {
        var news = EntryNews.Read(job.Payload);
        var name = news.ContactName.Length > 0 ? news.ContactName : "—";
        return Task.FromResult<MemberNotice?>(
            new MemberNotice(
                job.AccountId,
                NoticeEvent.FormEntry,
                () => new NoticeWords(texts["entry.title", news.FormName], texts["entry.text", name, news.BotName])
            )
            {
                Path = $"/app/bots/{news.BotId}/forms/entries" + (news.EntryId is { } entry ? $"?entry={entry}" : ""),
                BotId = news.BotId,
                ContactId = news.ContactId,
            }
        );
    }
}

/// <summary>Somebody signed in as the member on a new device. The e-mail about that goes out whatever they wish.</summary>
public sealed class TellOfArrival(PlatformDb platformDb, NotifyMembers notify, IStringLocalizer<BellText> texts, JobQueue queue)
    : TellMembers(platformDb, notify, queue)
{
    public override string Kind => ArrivalNews.JobKind;

    protected override Task<MemberNotice?> NoticeOfAsync(BotStudioDb db, ClaimedJob job, CancellationToken ct)
    {
        var news = ArrivalNews.Read(job.Payload);
        var device = news.Device.Length > 0 ? news.Device : "—";
        return Task.FromResult<MemberNotice?>(
            new MemberNotice(
                job.AccountId,
                NoticeEvent.SignIn,
                () => new NoticeWords(texts["arrival.title"], texts["arrival.text", device, news.Address])
            )
            {
                Path = "/account/sessions",
                OnlyTo = news.UserId,
                Without = NoticeWays.Mail,
            }
        );
    }
}
