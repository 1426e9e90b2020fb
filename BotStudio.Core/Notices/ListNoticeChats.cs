using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Notices;

/// <summary>The chats in which the account hears of a bot, the first one connected first.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListNoticeChats(AccountDb accountDb)
{
    public async Task<Outcome<IReadOnlyList<NoticeChatRow>>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        return await db
            .NoticeChats.Where(c => c.BotId == botId)
            .OrderBy(c => c.ConnectedAt)
            .Join(
                db.Conversations,
                chat => chat.ConversationId,
                conversation => conversation.Id,
                (chat, conversation) =>
                    new NoticeChatRow(
                        chat.Id,
                        chat.Title,
                        conversation.Channel,
                        conversation.ChatKind,
                        chat.Language,
                        chat.HearsProblems,
                        chat.HearsLeads,
                        chat.ConnectedAt,
                        conversation.UnreachableSince
                    )
            )
            .ToListAsync(ct);
    }
}

/// <param name="Language">In which notices are said.</param>
/// <param name="HearsProblems">Also what is wrong with the bot, not only what features send there.</param>
/// <param name="HearsLeads">Also each new lead, with the contact's details.</param>
/// <param name="UnreachableSince">Since when nothing can be sent there; null while it can.</param>
public sealed record NoticeChatRow(
    Guid Id,
    string Title,
    string Channel,
    ChatKind ChatKind,
    string Language,
    bool HearsProblems,
    bool HearsLeads,
    DateTimeOffset ConnectedAt,
    DateTimeOffset? UnreachableSince
);

/// <summary>Says of a connected chat whether it hears of the bot's problems and of its leads.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class ChangeNoticeChat(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid noticeChatId, bool? hearsProblems, bool? hearsLeads, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var chat = await db.NoticeChats.SingleOrDefaultAsync(c => c.BotId == botId && c.Id == noticeChatId, ct);
        if (chat is null)
        {
            return Problem.NotFound;
        }

        chat.Change(hearsProblems ?? chat.HearsProblems, hearsLeads ?? chat.HearsLeads);
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}

/// <summary>Nothing is sent to the chat any more. What forms have chosen it for goes to their other chats.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class RemoveNoticeChat(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid noticeChatId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        return await db.NoticeChats.Where(c => c.BotId == botId && c.Id == noticeChatId).ExecuteDeleteAsync(ct) > 0
            ? Outcome.Done
            : Problem.NotFound;
    }
}
