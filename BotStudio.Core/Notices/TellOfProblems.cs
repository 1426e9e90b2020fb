using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Notices;

/// <summary>The job that tells the owner of a problem, once: by e-mail and in the connected chats. What has passed meanwhile is no news.</summary>
public sealed class TellOfNewProblem(PlatformDb platformDb, ProblemTelling telling, JobQueue queue, TimeProvider clock) : JobHandler(queue)
{
    private readonly JobQueue queue = queue;

    public override string Kind => BotProblems.NewKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var news = ProblemNews.Read(job.Payload);
        var now = clock.GetUtcNow();
        var longEnough = now - BotProblems.IsNewsAfter;
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // A problem that went and came back has a job of its own.
        var isNews = await db
            .BotProblems.Where(p => p.BotId == news.BotId && p.Code == news.Code && p.ToldAt == null && p.Since <= longEnough)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ToldAt, now), ct);
        if (isNews > 0)
        {
            await telling.PutInAsync(db, job.AccountId, news, isOver: false, ct);
        }

        await transaction.CommitAsync(ct);
        queue.Wake();
    }
}

/// <summary>The job that tells the owner that a problem is over which they were told of.</summary>
public sealed class TellOfEnd(PlatformDb platformDb, ProblemTelling telling, JobQueue queue, TimeProvider clock) : JobHandler(queue)
{
    private readonly JobQueue queue = queue;

    public override string Kind => BotProblems.OverKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var news = ProblemNews.Read(job.Payload);
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // It is back: for the owner it was never gone.
        var isBack = await db
            .BotProblems.Where(p => p.BotId == news.BotId && p.Code == news.Code)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ToldAt, clock.GetUtcNow()), ct);
        if (isBack == 0)
        {
            await telling.PutInAsync(db, job.AccountId, news, isOver: true, ct);
        }

        await transaction.CommitAsync(ct);
        queue.Wake();
    }
}

/// <summary>Words a problem for everybody who is to hear of it, each in their language: members as they wish, and the connected chats.</summary>
public sealed class ProblemTelling(
    NotifyMembers members,
    JobQueue queue,
    ProblemTexts problems,
    IStringLocalizer<NoticesText> texts,
    IOptions<SiteOptions> site,
    TimeProvider clock
)
{
    /// <summary>On the cards only: members hear of limits for themselves, once and not for each bot (<see cref="NoticeEvent.Budget"/>).</summary>
    private const string LimitsArea = "limits.";

    /// <summary>Puts the mails and notices into the transaction of <paramref name="db"/>.</summary>
    internal async Task PutInAsync(BotStudioDb db, Guid accountId, ProblemNews news, bool isOver, CancellationToken ct)
    {
        if (news.Code.StartsWith(LimitsArea, StringComparison.Ordinal))
        {
            return;
        }

        var bot = await db.Bots.Where(b => b.Id == news.BotId && b.AccountId == accountId).Select(b => b.Name).SingleOrDefaultAsync(ct);
        if (bot is null)
        {
            return;
        }

        var account = await db.Accounts.Where(a => a.Id == accountId).Select(a => a.Name).SingleAsync(ct);
        await members.PutInAsync(
            db,
            new MemberNotice(
                accountId,
                NoticeEvent.BotProblem,
                () => new NoticeWords(texts[isOver ? "notices.mail.over" : "notices.mail.new", bot], TextOf(news))
            )
            {
                Path = $"/app/bots/{news.BotId}",
                BotId = news.BotId,
                Mail = () => MailOf(news, bot, account, isOver),
                MailKind = isOver ? BotProblems.OverKind : BotProblems.NewKind,
            },
            ct
        );

        foreach (var chat in await ChatsAsync(db, accountId, news, ct))
        {
            var text = InLanguage.Say(chat.Language, () => NoticeOf(news, bot, isOver));
            await queue.EnqueueAsync(db, NoticeChats.JobOf(chat, text, clock.GetUtcNow()), ct);
        }
    }

    /// <summary>The bot's own chats; when it cannot speak there itself, those that other bots of the account have, each person once.</summary>
    private static async Task<IReadOnlyList<NoticeChatRef>> ChatsAsync(
        BotStudioDb db,
        Guid accountId,
        ProblemNews news,
        CancellationToken ct
    )
    {
        var isMute =
            news.Code.EndsWith(".unauthorized", StringComparison.Ordinal) || news.Code.EndsWith(".unreachable", StringComparison.Ordinal);
        var isMuteItself = isMute && !news.Code.StartsWith("ai.", StringComparison.Ordinal);
        var chats = await db
            .NoticeChats.Where(c => c.AccountId == accountId && c.HearsProblems && (c.BotId == news.BotId) != isMuteItself)
            .Join(
                db.Conversations.Where(v => v.UnreachableSince == null),
                c => c.ConversationId,
                v => v.Id,
                (c, v) =>
                    new
                    {
                        v.Channel,
                        v.ChatId,
                        Chat = new NoticeChatRef(c.Id, c.AccountId, c.BotId, c.Title, c.Language),
                    }
            )
            .ToListAsync(ct);
        return [.. chats.DistinctBy(c => (c.Channel, c.ChatId)).Select(c => c.Chat)];
    }

    private string TextOf(ProblemNews news) => problems.Of(new Problem(news.Code, news.Detail ?? ""));

    private string NoticeOf(ProblemNews news, string bot, bool isOver)
    {
        var text = texts[
            isOver ? "notices.problem_over" : "notices.problem_new",
            PlainInMarkdown.Escape(bot),
            PlainInMarkdown.Escape(TextOf(news))
        ];
        return LinkTo(news.BotId) is { } link && !isOver ? $"{text}\n\n[{texts["notices.open_bot"]}]({link})" : text;
    }

    private MailContent MailOf(ProblemNews news, string bot, string account, bool isOver) =>
        new(
            texts[isOver ? "notices.mail.over" : "notices.mail.new", bot],
            texts[isOver ? "notices.mail.over" : "notices.mail.new", bot],
            isOver ? [texts["notices.mail.was"], TextOf(news)] : [TextOf(news)],
            texts["notices.mail.why", account]
        )
        {
            Button = LinkTo(news.BotId) is { } link ? new MailButton(texts["notices.open_bot"], link) : null,
        };

    /// <summary>Null where the product does not know its own address.</summary>
    private string? LinkTo(Guid botId) => site.Value.PublicUrl is { } address ? new Uri(address, $"/app/bots/{botId}").AbsoluteUri : null;
}
