using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Notices;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads.Telling;

/// <summary>
/// The job that tells of a lead: a new one in the connected chats, by e-mail and to the owner's program; what changed later in the same messages.
/// What it puts on its way is committed together with its own end, so that nothing is told twice or not at all.
/// </summary>
public sealed class TellOfLead(
    PlatformDb platformDb,
    LeadWords words,
    NotifyMembers members,
    OutgoingWebhooks webhooks,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    public override string Kind => LeadNews.TellKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var news = LeadNews.Read(job.Payload);
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Two who tell of one lead do so one after the other, each of it as it is then: what is said last is how it is.
        var lead = await db.LockLeadAsync(news.LeadId, ct);
        var line = await db.LeadEvents.AsNoTracking().SingleOrDefaultAsync(e => e.Id == news.EventId, ct);
        if (lead is not null && line is not null && lead.AccountId == job.AccountId)
        {
            await TellAsync(db, lead, line, ct);
        }

        await LeadFeed.TellAsync(db, job.AccountId, ct);
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

    private async Task TellAsync(BotStudioDb db, Lead lead, LeadEvent line, CancellationToken ct)
    {
        var told = await LeadWords.ReadAsync(db, lead, ct);

        // What somebody of the account has written down themselves is no news to them.
        var isNews = line.Kind == LeadEventKind.Created && lead.Source != LeadSource.Person;
        if (isNews)
        {
            await SayAsync(db, told, ct);
        }
        else
        {
            await SayAgainAsync(db, told, ct);
        }

        await NotifyAsync(db, told, line, isNews, ct);
        if (await db.LeadWebhooks.Where(w => w.BotId == lead.BotId).Select(w => w.Url).SingleOrDefaultAsync(ct) is { } url)
        {
            var type = line.Kind == LeadEventKind.Created ? LeadWebhook.Created : LeadWebhook.Changed;
            await webhooks.EnqueueAsync(db, new WebhookToSend(lead.AccountId, lead.BotId, type, url, words.DataOf(told, line)), ct);
        }
    }

    private async Task SayAsync(BotStudioDb db, ToldLead told, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var (chat, conversationId) in await ChatsAsync(db, told.Lead, ct))
        {
            var message = words.NoticeFor(told, chat.Language) with { MessageId = Guid.CreateVersion7(now) };
            await Queue.EnqueueAsync(db, NoticeChats.JobOf(chat, message), ct);
            db.Add(new LeadNotice(told.Lead.AccountId, told.Lead.Id, chat.Id, conversationId, message.MessageId, now));
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task SayAgainAsync(BotStudioDb db, ToldLead told, CancellationToken ct)
    {
        var shown = await db
            .LeadNotices.Where(n => n.LeadId == told.Lead.Id)
            .Join(
                db.NoticeChats,
                n => n.NoticeChatId,
                c => c.Id,
                (n, c) => new { Notice = n, Chat = new NoticeChatRef(c.Id, c.AccountId, c.BotId, c.Title, c.Language) }
            )
            .ToListAsync(ct);
        foreach (var each in shown)
        {
            var message = words.NoticeFor(told, each.Chat.Language) with
            {
                MessageId = Guid.CreateVersion7(clock.GetUtcNow()),
                EditsMessageId = each.Notice.MessageId,
            };
            await Queue.EnqueueAsync(db, NoticeChats.JobOf(each.Chat, message), ct);
            each.Notice.IsShownBy(message.MessageId);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>The bot's own chats; where it has none, those that other bots of the account have, each person once.</summary>
    private static async Task<IReadOnlyList<(NoticeChatRef Chat, Guid ConversationId)>> ChatsAsync(
        BotStudioDb db,
        Lead lead,
        CancellationToken ct
    )
    {
        var chats = await db
            .NoticeChats.Where(c => c.AccountId == lead.AccountId && c.HearsLeads)
            // Whoever does not want to hear of leads in Telegram does not, either, in the chat that they connected themselves.
            .Where(c =>
                !db.NoticeWishes.Any(w =>
                    w.AccountId == c.AccountId
                    && w.UserId == c.ConnectedById
                    && w.Event == NoticeEvent.NewLead
                    && (w.Ways & NoticeWays.Telegram) == NoticeWays.None
                ) || db.Conversations.Any(v => v.Id == c.ConversationId && v.ChatKind != ChatKind.Private)
            )
            .Join(
                db.Conversations.Where(v => v.UnreachableSince == null),
                c => c.ConversationId,
                v => v.Id,
                (c, v) =>
                    new
                    {
                        v.Id,
                        v.Channel,
                        v.ChatId,
                        v.ThreadId,
                        Chat = new NoticeChatRef(c.Id, c.AccountId, c.BotId, c.Title, c.Language),
                    }
            )
            .ToListAsync(ct);
        var own = chats.Where(c => c.Chat.BotId == lead.BotId).ToList();
        return [.. (own.Count > 0 ? own : chats).DistinctBy(c => (c.Channel, c.ChatId, c.ThreadId)).Select(c => (c.Chat, c.Id))];
    }

    /// <summary>Members hear of it as they chose to; in the chats it is said with buttons already.</summary>
    private async Task NotifyAsync(BotStudioDb db, ToldLead told, LeadEvent line, bool isNews, CancellationToken ct)
    {
        var given = LeadEvent.Read(line.Changes).Any(change => change.Field == "assignee") ? told.Lead.AssigneeId : null;
        if (!isNews && (given is null || given == line.UserId))
        {
            return;
        }

        await members.PutInAsync(
            db,
            new MemberNotice(told.Lead.AccountId, NoticeEvent.NewLead, () => words.LineFor(told, isNews))
            {
                Path = $"/app/leads/{told.Lead.Id}",
                BotId = told.Lead.BotId,
                ContactId = told.Lead.ContactId,
                Mail = () => words.MailFor(told, isNews),
                OnlyTo = isNews ? null : given,
                ExceptFor = line.UserId,
                Without = NoticeWays.Telegram,
            },
            ct
        );
    }
}
