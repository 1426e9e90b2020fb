using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using BotStudio.Core.Notices.Push;
using BotStudio.Core.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Notices.Bell;

/// <summary>
/// Tells the members of an account of something: those whose role has to do with it, each in their language, by the ways that they chose: under the
/// bell, by e-mail, in their Telegram chat, in their browser.
/// <code>await notifyMembers.PutInAsync(db, new MemberNotice(accountId, NoticeEvent.NewLead, () => new NoticeWords(texts["lead.new", name])) { … }, ct);</code>
/// </summary>
public sealed class NotifyMembers(
    Mails mails,
    JobQueue queue,
    IStringLocalizer<BellText> texts,
    IOptions<SiteOptions> site,
    TimeProvider clock
)
{
    private const string MailKind = "bell.notice";

    /// <summary>
    /// Puts it into the transaction of <paramref name="db"/>, which sees all accounts (jobs do); call <see cref="JobQueue.Wake"/> after the commit.
    /// </summary>
    public async Task PutInAsync(BotStudioDb db, MemberNotice notice, CancellationToken ct)
    {
        var readers = await ReadersAsync(db, notice, ct);
        if (readers.Count == 0)
        {
            return;
        }

        var account = await db.Accounts.Where(a => a.Id == notice.AccountId).Select(a => a.Name).SingleAsync(ct);
        foreach (var reader in readers)
        {
            await TellAsync(db, notice, reader, account, ct);
        }

        await db.SaveChangesAsync(ct);
        foreach (var reader in readers.Where(reader => reader.Ways.HasFlag(NoticeWays.Bell)))
        {
            var payload = HintFor(notice.AccountId, reader.UserId);
            await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bell}, {payload})", ct);
        }
    }

    /// <summary>What <see cref="Notifications.Bell"/> carries when a member's bell has something new.</summary>
    public static string HintFor(Guid accountId, Guid userId) => $"{accountId} {userId}";

    private static async Task<List<Reader>> ReadersAsync(BotStudioDb db, MemberNotice notice, CancellationToken ct)
    {
        var permission = NoticeDefaults.PermissionFor(notice.Event);
        var members = await db
            .Memberships.Where(m => m.AccountId == notice.AccountId && (notice.OnlyTo == null || m.UserId == notice.OnlyTo))
            .Where(m => notice.ExceptFor == null || m.UserId != notice.ExceptFor)
            .Join(
                db.Users,
                m => m.UserId,
                u => u.Id,
                (m, u) =>
                    new
                    {
                        u.Id,
                        u.Email,
                        u.Language,
                        m.Role,
                        Wish = db
                            .NoticeWishes.Where(w => w.AccountId == m.AccountId && w.UserId == u.Id && w.Event == notice.Event)
                            .Select(w => (NoticeWays?)w.Ways)
                            .FirstOrDefault(),
                    }
            )
            .ToListAsync(ct);
        return
        [
            .. from member in members
            where notice.OnlyTo is not null || RoleTable.Allows(member.Role, permission)
            let ways = (member.Wish ?? NoticeDefaults.WaysFor(notice.Event, member.Role)) & ~notice.Without
            where ways != NoticeWays.None
            select new Reader(member.Id, member.Email, member.Language, ways),
        ];
    }

    private async Task TellAsync(BotStudioDb db, MemberNotice notice, Reader reader, string account, CancellationToken ct)
    {
        var words = InLanguage.Say(reader.Language, notice.Words);
        var link = LinkTo(notice.Path);
        if (reader.Ways.HasFlag(NoticeWays.Bell))
        {
            db.Add(new BellNotice(notice.AccountId, reader.UserId, notice.Event, words, notice.Path, notice.ContactId, clock.GetUtcNow()));
        }

        if (reader.Ways.HasFlag(NoticeWays.Mail) && reader.Email is { } email)
        {
            var content = InLanguage.Say(reader.Language, () => notice.Mail?.Invoke() ?? MailOf(words, account, link));
            var mail = new MailToSend(email, reader.Language, notice.MailKind ?? MailKind, content)
            {
                AccountId = notice.AccountId,
                ContactId = notice.ContactId,
            };
            await mails.EnqueueAsync(db, mail, ct);
        }

        if (reader.Ways.HasFlag(NoticeWays.Telegram) && await ChatOfAsync(db, notice, reader.UserId, ct) is { } chat)
        {
            var text = InLanguage.Say(reader.Language, () => MessageOf(words, link));
            await queue.EnqueueAsync(db, NoticeChats.JobOf(chat, text, clock.GetUtcNow()), ct);
        }

        if (reader.Ways.HasFlag(NoticeWays.Push))
        {
            foreach (var browserId in await db.PushSubscriptions.Where(s => s.UserId == reader.UserId).Select(s => s.Id).ToListAsync(ct))
            {
                await queue.EnqueueAsync(db, SendPush.JobOf(notice.AccountId, browserId, words, notice.Path), ct);
            }
        }
    }

    /// <summary>A private chat that the member connected, with the bot in question when there is one.</summary>
    private static async Task<NoticeChatRef?> ChatOfAsync(BotStudioDb db, MemberNotice notice, Guid userId, CancellationToken ct)
    {
        var isOfProblem = notice.Event == NoticeEvent.BotProblem;
        return await db
            .NoticeChats.Where(c => c.AccountId == notice.AccountId && c.ConnectedById == userId)
            // Those hear of problems anyway, and a bot with a problem may be mute.
            .Where(c => !isOfProblem || (!c.HearsProblems && c.BotId != notice.BotId))
            .Where(c => db.Conversations.Any(v => v.Id == c.ConversationId && v.ChatKind == ChatKind.Private && v.UnreachableSince == null))
            .OrderByDescending(c => c.BotId == notice.BotId)
            .ThenBy(c => c.ConnectedAt)
            .Select(c => new NoticeChatRef(c.Id, c.AccountId, c.BotId, c.Title, c.Language))
            .FirstOrDefaultAsync(ct);
    }

    private MailContent MailOf(NoticeWords words, string account, string? link) =>
        new(words.Title, words.Title, words.Text.Length == 0 ? [] : [words.Text], texts["bell.why", account])
        {
            Button = link is null ? null : new MailButton(texts["bell.open"], link),
        };

    private string MessageOf(NoticeWords words, string? link)
    {
        var text = $"**{PlainInMarkdown.Escape(words.Title)}**";
        text = words.Text.Length == 0 ? text : $"{text}\n{PlainInMarkdown.Escape(words.Text)}";
        return link is null ? text : $"{text}\n\n[{texts["bell.open"]}]({link})";
    }

    /// <summary>Null where the product does not know its own address.</summary>
    private string? LinkTo(string? path) =>
        path is not null && site.Value.PublicUrl is { } address ? new Uri(address, path).AbsoluteUri : null;

    private sealed record Reader(Guid UserId, string? Email, string Language, NoticeWays Ways);
}

/// <param name="Words">Called in the language of each reader.</param>
public sealed record MemberNotice(Guid AccountId, NoticeEvent Event, Func<NoticeWords> Words)
{
    /// <summary>Where it leads: <c>/app/bots/(id)/conversations/(id)</c>; null when nowhere.</summary>
    public string? Path { get; init; }

    /// <summary>The bot it is about; null when it is about none.</summary>
    public Guid? BotId { get; init; }

    /// <summary>The contact it tells of: it is forgotten with them. Null when it tells of none.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>More in the e-mail than the words, in the reader's language; null makes it of them.</summary>
    public Func<MailContent>? Mail { get; init; }

    /// <summary>What the mail is called in the log of e-mails; null for the usual.</summary>
    public string? MailKind { get; init; }

    /// <summary>For one member, whatever their role.</summary>
    public Guid? OnlyTo { get; init; }

    /// <summary>Ways by which it is told already.</summary>
    public NoticeWays Without { get; init; }

    /// <summary>Whoever did it themselves.</summary>
    public Guid? ExceptFor { get; init; }
}
