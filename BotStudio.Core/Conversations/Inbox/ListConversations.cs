using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>A bot's conversations, the one that spoke last first.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListConversations(AccountDb accountDb)
{
    public const int MaxSearchLength = 100;

    /// <summary>Texts are searched in this many of the conversations that spoke last: no index of texts slows every message down for it.</summary>
    private const int SearchedConversations = 2000;

    /// <param name="search">A part of the contact's name or username, or of something that was said; null or blank for all.</param>
    /// <param name="after">Where the part before ended; null for the beginning.</param>
    /// <param name="size">1 to <see cref="Page{T}.MaxSize"/>.</param>
    public async Task<Outcome<Page<ConversationRow>>> RunAsync(
        Guid botId,
        string? search,
        PageStart? after,
        int size,
        CancellationToken ct,
        ConversationFilter filter = default
    )
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var conversations = Filtered(db.Conversations.Where(c => c.BotId == botId), filter);
        if (after is not null)
        {
            conversations = conversations.Where(c =>
                EF.Functions.LessThan(ValueTuple.Create(c.LastMessageAt, c.Id), ValueTuple.Create(after.At, after.Id))
            );
        }

        var found = db.WithContacts(conversations);
        if (SearchPattern.Of(search?.TrimStart('@', ' ')) is { } pattern)
        {
            var saying = await SayingAsync(db, botId, pattern, ct);
            found = found.Where(c =>
                EF.Functions.ILike(c.Contact.FirstName + " " + (c.Contact.LastName ?? "") + " " + (c.Contact.Username ?? ""), pattern, "\\")
                || saying.Contains(c.Conversation.Id)
            );
        }

        size = Math.Clamp(size, 1, Page<ConversationRow>.MaxSize);
        var rows = await found
            .OrderByDescending(c => c.Conversation.LastMessageAt)
            .ThenByDescending(c => c.Conversation.Id)
            .Take(size + 1)
            .ToRows(db)
            .ToListAsync(ct);
        return Page<ConversationRow>.From(rows, size, row => new PageStart(row.LastMessageAt, row.Id));
    }

    /// <summary>Conversations in which something like this was said lately.</summary>
    private static async Task<List<Guid>> SayingAsync(BotStudioDb db, Guid botId, string pattern, CancellationToken ct)
    {
        var latest = await db
            .Conversations.Where(c => c.BotId == botId)
            .OrderByDescending(c => c.LastMessageAt)
            .Take(SearchedConversations)
            .Select(c => c.Id)
            .ToListAsync(ct);
        return await db
            .Messages.Where(m => latest.Contains(m.ConversationId) && EF.Functions.ILike(m.Text, pattern, "\\"))
            .Select(m => m.ConversationId)
            .Distinct()
            .ToListAsync(ct);
    }

    private static IQueryable<Conversation> Filtered(IQueryable<Conversation> all, ConversationFilter filter) =>
        filter switch
        {
            ConversationFilter.Waiting => all.Where(c => c.HumanWantedAt != null || (c.TakenOverBy != null && c.UnreadCount > 0)),
            ConversationFilter.Unread => all.Where(c => c.UnreadCount > 0),
            ConversationFilter.TakenOver => all.Where(c => c.TakenOverBy != null),
            _ => all,
        };
}

/// <summary>One conversation with the contact it is with.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class OpenConversation(AccountDb accountDb)
{
    public async Task<Outcome<ConversationRow>> RunAsync(Guid botId, Guid conversationId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var row = await db.WithContacts(db.Conversations.Where(c => c.BotId == botId && c.Id == conversationId))
            .ToRows(db)
            .SingleOrDefaultAsync(ct);
        return row is null ? Problem.NotFound : row;
    }
}

/// <param name="LastMessage">Beginning of what was said last.</param>
/// <param name="UnreachableSince">Since when the channel takes nothing for this chat; null while it does.</param>
/// <param name="UnreadCount">Messages of the contact that nobody of the account has seen.</param>
/// <param name="HumanWantedAt">Since when the contact waits for a person; null when they do not.</param>
/// <param name="TakenOver">Who answers instead of the bot; null while the bot does.</param>
public sealed record ConversationRow(
    Guid Id,
    string Channel,
    ChatKind ChatKind,
    ContactRow Contact,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastMessageAt,
    string LastMessage,
    DateTimeOffset? UnreachableSince,
    int UnreadCount,
    DateTimeOffset? HumanWantedAt,
    TakenOverRow? TakenOver
);

/// <param name="Name">Null when they have left the account.</param>
/// <param name="Until">When the bot goes on by itself; null for only when it is handed back.</param>
public sealed record TakenOverRow(Guid UserId, string? Name, DateTimeOffset? Until);

/// <summary>Which conversations a list shows.</summary>
public enum ConversationFilter
{
    All,

    /// <summary>Those that need a person: somebody asked for one, or took over and was written to.</summary>
    Waiting,

    /// <summary>Those with messages that nobody of the account has seen.</summary>
    Unread,

    /// <summary>Those that somebody of the account answers.</summary>
    TakenOver,
}

/// <param name="ExternalId">The channel's id of the person.</param>
/// <param name="Username">Public name without @, or null.</param>
/// <param name="LanguageTag">IETF tag their client reported last.</param>
public sealed record ContactRow(
    Guid Id,
    string ExternalId,
    string FirstName,
    string? LastName,
    string? Username,
    string? LanguageTag,
    DateTimeOffset CreatedAt,
    DateTimeOffset? BlockedAt
)
{
    /// <summary>What they are called: the name, else the username, else the channel's id.</summary>
    public string DisplayName =>
        $"{FirstName} {LastName}".Trim() is { Length: > 0 } name ? name
        : Username is { Length: > 0 } ? "@" + Username
        : ExternalId;
}

internal sealed class ConversationWithContact
{
    public required Conversation Conversation { get; init; }

    public required Contact Contact { get; init; }
}

internal static class ConversationRowQuery
{
    public static IQueryable<ConversationWithContact> WithContacts(this BotStudioDb db, IQueryable<Conversation> conversations) =>
        conversations.Join(
            db.Contacts,
            conversation => conversation.ContactId,
            contact => contact.Id,
            (conversation, contact) => new ConversationWithContact { Conversation = conversation, Contact = contact }
        );

    public static IQueryable<ConversationRow> ToRows(this IQueryable<ConversationWithContact> found, BotStudioDb db) =>
        found.Select(c => new ConversationRow(
            c.Conversation.Id,
            c.Conversation.Channel,
            c.Conversation.ChatKind,
            new ContactRow(
                c.Contact.Id,
                c.Contact.ExternalId,
                c.Contact.FirstName,
                c.Contact.LastName,
                c.Contact.Username,
                c.Contact.LanguageTag,
                c.Contact.CreatedAt,
                c.Contact.BlockedAt
            ),
            c.Conversation.CreatedAt,
            c.Conversation.LastMessageAt,
            c.Conversation.LastMessagePreview,
            c.Conversation.UnreachableSince,
            c.Conversation.UnreadCount,
            c.Conversation.HumanWantedAt,
            c.Conversation.TakenOverBy == null
                ? null
                : new TakenOverRow(
                    c.Conversation.TakenOverBy.Value,
                    db.Users.Where(u => u.Id == c.Conversation.TakenOverBy).Select(u => u.DisplayName).FirstOrDefault(),
                    c.Conversation.TakenOverUntil
                )
        ));
}
