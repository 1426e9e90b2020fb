using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Notices.Bell;

/// <summary>The job that tells a team of its own changes.</summary>
public sealed class TellOfTeam(
    PlatformDb platformDb,
    NotifyMembers notify,
    IStringLocalizer<BellText> texts,
    IStringLocalizer<MembersText> members,
    JobQueue queue
) : JobHandler(queue)
{
    private const string Path = "/app/settings/members";

    private readonly JobQueue queue = queue;

    public override string Kind => TeamNews.JobKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var news = TeamNews.Read(job.Payload);
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var account = await db.Accounts.Where(a => a.Id == job.AccountId).Select(a => a.Name).SingleOrDefaultAsync(ct);
        if (account is null)
        {
            return;
        }

        await notify.PutInAsync(
            db,
            new MemberNotice(
                job.AccountId,
                NoticeEvent.Team,
                () =>
                    new NoticeWords(
                        texts[$"team.{news.Change}", news.Member, account],
                        texts[$"team.{news.Change}.text", members[$"role.{news.Role}"].Value]
                    )
            )
            {
                Path = Path,
                ExceptFor = news.Change == TeamChange.Joined ? news.UserId : null,
            },
            ct
        );
        await transaction.CommitAsync(ct);
        queue.Wake();
    }
}
