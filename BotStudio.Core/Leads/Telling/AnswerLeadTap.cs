using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads.Telling;

/// <summary>
/// The job that does what a tap in a lead's notice asks for: gives the lead to who tapped, or shows the phone number as a card that one can call
/// from. A tap in a chat that was not told of the lead does nothing.
/// </summary>
public sealed class AnswerLeadTap(
    PlatformDb platformDb,
    TurnCommit commit,
    MessageIds ids,
    IStringLocalizer<LeadsText> texts,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    public override string Kind => LeadTap.Kind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var asked = job.Hint is Turn turn
            ? new AskedTurnPayload(turn.Conversation, turn.Ask!.HeardId, turn.Ask.Message)
            : JsonSerializer.Deserialize(job.Payload, ConversationJson.Default.AskedTurnPayload)!;
        var said = await DoAsync(asked.Conversation, asked.Message, LeadTap.In(asked.Message)!, ct);
        await commit.AddAsync(
            new Turn(job, asked.Conversation)
            {
                Said = said is null ? [] : [SpokenMessage.Said(ids.Next(), said, new ReplyReason(ReplyStep.Notice), clock.GetUtcNow())],
            }
        );
    }

    /// <returns>What to say in the chat; null for nothing.</returns>
    private async Task<OutgoingMessage?> DoAsync(ConversationRef chat, IncomingMessage message, LeadTap tap, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connected = await db
            .NoticeChats.AsNoTracking()
            .SingleOrDefaultAsync(c => c.ConversationId == chat.Id && c.AccountId == chat.AccountId, ct);
        if (connected is null)
        {
            return null;
        }

        var lead = await db.LockLeadAsync(tap.LeadId, ct);
        if (lead is null || lead.AccountId != connected.AccountId)
        {
            // Its notice is all that is left of it. Of another account's, nobody can tell that it is there.
            return Say(connected.Language, "tap.gone");
        }

        if (!await db.LeadNotices.AnyAsync(n => n.LeadId == lead.Id && n.NoticeChatId == connected.Id, ct))
        {
            return null;
        }

        if (tap.Action == LeadTapAction.Call)
        {
            return lead.Phone.Length > 0 ? CardOf(lead) : null;
        }

        var said = await TakeAsync(db, lead, await WhoAsync(db, chat, message.From, ct), connected.Language, ct);
        await transaction.CommitAsync(ct);
        Queue.Wake();
        return said;
    }

    /// <returns>Null when it is theirs now: the notice itself says so.</returns>
    private async Task<OutgoingMessage?> TakeAsync(BotStudioDb db, Lead lead, Taker taker, string language, CancellationToken ct)
    {
        if (taker.UserId is not null && !taker.MayWork)
        {
            return Say(language, "tap.forbidden");
        }

        if (!lead.IsFree)
        {
            var isTheirs = taker.UserId is { } me ? lead.AssigneeId == me : lead.AssigneeId is null && lead.TakenBy == taker.Name;
            var holder =
                lead.TakenBy
                ?? await db.Users.Where(u => u.Id == lead.AssigneeId).Select(u => u.DisplayName).SingleOrDefaultAsync(ct)
                ?? "…";
            return isTheirs ? Say(language, "tap.yours") : Say(language, "tap.taken", holder);
        }

        var now = clock.GetUtcNow();
        List<LeadFieldChange?> changes = [taker.UserId is { } user ? lead.GiveTo(user, now) : lead.IsTakenBy(taker.Name, now)];
        var open = (await LeadStatuses.LoadAsync(db, lead.AccountId, ct)).Where(status => status.Kind == LeadStatusKind.Open).ToList();
        if (open.Count > 1 && lead.Status == open[0].Key)
        {
            changes.Add(lead.MoveTo(open[1].Key, now));
        }

        var line = new LeadEvent(
            lead.AccountId,
            lead.Id,
            LeadEventKind.Changed,
            [.. changes.OfType<LeadFieldChange>()],
            taker.UserId,
            taker.UserId is null ? taker.Name : null,
            now
        );
        await db.TellAsync(Queue, lead, line, ct);
        return null;
    }

    /// <summary>
    /// A member who connected their private chat is known in groups, too; others go by the name they have there. Whoever is in a connected group
    /// was let in by the account's people.
    /// </summary>
    private static async Task<Taker> WhoAsync(BotStudioDb db, ConversationRef chat, Sender from, CancellationToken ct)
    {
        var name = $"{from.FirstName} {from.LastName}".Trim();
        name =
            name.Length > 0 ? name
            : from.Username is { Length: > 0 } username ? "@" + username
            : from.ExternalId;
        var users = db
            .NoticeChats.Where(c => c.AccountId == chat.AccountId && c.ConnectedById != null)
            .Join(
                db.Conversations.Where(v => v.Channel == chat.Channel && v.ChatKind == ChatKind.Private && v.ChatId == from.ExternalId),
                c => c.ConversationId,
                v => v.Id,
                (c, _) => c.ConnectedById
            );
        var member = await db
            .Memberships.Where(m => m.AccountId == chat.AccountId && users.Contains(m.UserId))
            .Select(m => new { m.UserId, m.Role })
            .FirstOrDefaultAsync(ct);
        return new Taker(
            member?.UserId,
            StoredText.Cut(StoredText.Clean(name), LeadEvent.MaxActorLength),
            member is not null && RoleTable.Allows(member.Role, Permission.ChangePeople)
        );
    }

    private OutgoingMessage Say(string language, string key, string name = "") =>
        new() { Text = InLanguage.Say(language, () => texts[key, PlainInMarkdown.Escape(name)].Value) };

    private static OutgoingMessage CardOf(Lead lead) =>
        new()
        {
            Text = "",
            Media = new MessageMedia("contact") { Phone = lead.Phone, FirstName = lead.Name.Length > 0 ? lead.Name : lead.Phone },
        };

    /// <param name="MayWork">Their role lets them; of no matter for somebody who is no user that we know of.</param>
    private sealed record Taker(Guid? UserId, string Name, bool MayWork);
}
