using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Notices;

/// <summary>The job that connects the chat in which a code was sent, and says there what came of it.</summary>
public sealed class AnswerConnectNoticeChat(
    PlatformDb platformDb,
    TurnCommit commit,
    MessageIds ids,
    IStringLocalizer<NoticesText> texts,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    public override string Kind => ConnectNoticeChat.Kind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var asked = job.Hint is Turn turn
            ? new AskedTurnPayload(turn.Conversation, turn.Ask!.HeardId, turn.Ask.Message)
            : JsonSerializer.Deserialize(job.Payload, ConversationJson.Default.AskedTurnPayload)!;
        var text = await ConnectAsync(asked.Conversation, asked.Message, ct);
        var message = new OutgoingMessage
        {
            Text = text,
            ReplyToExternalId = asked.Message.ChatKind == ChatKind.Group ? asked.Message.ExternalId : null,
        };
        await commit.AddAsync(
            new Turn(job, asked.Conversation)
            {
                Said = [SpokenMessage.Said(ids.Next(), message, new ReplyReason(ReplyStep.Notice), clock.GetUtcNow())],
            }
        );
    }

    /// <returns>What to say.</returns>
    private async Task<string> ConnectAsync(ConversationRef conversation, IncomingMessage message, CancellationToken ct)
    {
        var sent = NoticeCodes.In(message)!;
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        var bot = await db.Bots.Where(b => b.Id == conversation.BotId).Select(b => b.Name).SingleAsync(ct);
        var connected = await db.NoticeChats.SingleOrDefaultAsync(c => c.ConversationId == conversation.Id, ct);
        var code = await db.NoticeCodes.SingleOrDefaultAsync(c => c.BotId == conversation.BotId && c.Code == sent && c.ExpiresAt > now, ct);
        if (code is null)
        {
            // The same code twice in a chat that it has connected already is no trouble: this job may also run again after a crash.
            return Say(
                connected?.Language ?? Languages.FromTag(message.From.LanguageTag),
                connected is null ? "notices.unknown_code" : "notices.connected",
                bot
            );
        }

        if (connected is null)
        {
            // A group may be full of contacts; a private chat is the person who has the dashboard.
            var isPrivate = message.ChatKind == ChatKind.Private;
            var title = message.ChatTitle ?? $"{message.From.FirstName} {message.From.LastName}".Trim();
            db.Add(
                new NoticeChat(
                    conversation.AccountId,
                    conversation.BotId,
                    conversation.Id,
                    title,
                    code.Language,
                    hearsProblems: isPrivate,
                    now,
                    hearsLeads: isPrivate,
                    code.MadeById
                )
            );
        }

        db.Remove(code);
        await db.SaveChangesAsync(CancellationToken.None);
        await db.Database.ExecuteSqlAsync(
            $"select pg_notify({Notifications.Bots}, {conversation.BotId.ToString()})",
            CancellationToken.None
        );
        return Say(code.Language, "notices.connected", bot);
    }

    private string Say(string? language, string key, string bot) =>
        InLanguage.Say(language, () => texts[key, PlainInMarkdown.Escape(bot)].Value);
}
