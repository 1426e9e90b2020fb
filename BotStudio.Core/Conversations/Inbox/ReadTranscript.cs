using System.Text.Json;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>What was said in a conversation, read from the end backwards; each part is in the order in which it was said.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ReadTranscript(AccountDb accountDb)
{
    /// <param name="before">Id of the earliest message seen so far; null for the end of the conversation.</param>
    /// <param name="size">1 to <see cref="Page{T}.MaxSize"/>.</param>
    public async Task<Outcome<Transcript>> RunAsync(Guid botId, Guid conversationId, Guid? before, int size, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Conversations.AnyAsync(c => c.Id == conversationId && c.BotId == botId, ct))
        {
            return Problem.NotFound;
        }

        size = Math.Clamp(size, 1, Page<MessageRow>.MaxSize);
        var messages = db.Messages.Where(m => m.ConversationId == conversationId);
        if (before is { } earliest)
        {
            messages = messages.Where(m => m.Id < earliest);
        }

        var found = await messages
            .OrderByDescending(m => m.Id)
            .Take(size + 1)
            .GroupJoin(db.Contacts, m => m.ContactId, c => c.Id, (message, contacts) => new { message, contacts })
            .SelectMany(pair => pair.contacts.DefaultIfEmpty(), (pair, contact) => new { pair.message, contact })
            .Select(pair => new
            {
                pair.message,
                SentBy = pair.message.SentBy == null
                    ? null
                    : db.Users.Where(u => u.Id == pair.message.SentBy).Select(u => u.DisplayName).FirstOrDefault(),
                Contact = pair.contact == null
                    ? null
                    : new ContactRow(
                        pair.contact.Id,
                        pair.contact.ExternalId,
                        pair.contact.FirstName,
                        pair.contact.LastName,
                        pair.contact.Username,
                        pair.contact.LanguageTag,
                        pair.contact.CreatedAt,
                        pair.contact.BlockedAt
                    ),
            })
            .AsNoTracking()
            .ToListAsync(ct);

        // Ordered here again: the join may have lost the order.
        var rows = found
            .OrderBy(pair => pair.message.Id, MessageOrder)
            .Select(pair => MessageRow.Of(pair.message, pair.Contact, pair.SentBy))
            .ToList();
        return rows.Count <= size ? new Transcript(rows, HasEarlier: false) : new Transcript(rows[1..], HasEarlier: true);
    }

    /// <summary>PostgreSQL's order of ids: byte by byte.</summary>
    private static readonly Comparer<Guid> MessageOrder = Comparer<Guid>.Create(
        static (one, other) =>
        {
            Span<byte> a = stackalloc byte[16];
            Span<byte> b = stackalloc byte[16];
            one.TryWriteBytes(a, bigEndian: true, out _);
            other.TryWriteBytes(b, bigEndian: true, out _);
            return a.SequenceCompareTo(b);
        }
    );
}

/// <summary>One message, to see what came of it.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class OpenMessage(AccountDb accountDb)
{
    public async Task<Outcome<MessageRow>> RunAsync(Guid botId, Guid conversationId, Guid messageId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var found = await db
            .Messages.AsNoTracking()
            .Where(m => m.ConversationId == conversationId && m.Id == messageId && m.BotId == botId)
            .Select(m => new
            {
                Message = m,
                SentBy = db.Users.Where(u => u.Id == m.SentBy).Select(u => u.DisplayName).FirstOrDefault(),
                From = db
                    .Contacts.Where(c => c.Id == m.ContactId)
                    .Select(c => new ContactRow(
                        c.Id,
                        c.ExternalId,
                        c.FirstName,
                        c.LastName,
                        c.Username,
                        c.LanguageTag,
                        c.CreatedAt,
                        c.BlockedAt
                    ))
                    .FirstOrDefault(),
            })
            .SingleOrDefaultAsync(ct);
        return found is null ? Problem.NotFound : MessageRow.Of(found.Message, found.From, found.SentBy);
    }
}

/// <param name="Messages">In the order in which they were said.</param>
/// <param name="HasEarlier">There is more before the first one.</param>
public sealed record Transcript(IReadOnlyList<MessageRow> Messages, bool HasEarlier);

/// <param name="Kind"><c>text</c>, <c>button</c>, or what the channel calls the media.</param>
/// <param name="From">Who wrote it; null for the bot's own.</param>
/// <param name="Buttons">Rows of buttons under it.</param>
/// <param name="Reason">Why the bot said it; null for what contacts wrote.</param>
/// <param name="LatencyMs">The model's own time in milliseconds.</param>
/// <param name="Error">Why it was not delivered.</param>
public sealed record MessageRow(
    Guid Id,
    MessageDirection Direction,
    MessageStatus Status,
    string Kind,
    string Text,
    ContactRow? From,
    IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons,
    ReplyReason? Reason,
    string? Model,
    int? TokensIn,
    int? TokensOut,
    int? LatencyMs,
    string? Error,
    DateTimeOffset CreatedAt
)
{
    /// <summary>The part of the input that the provider had in its cache; null when no model was asked.</summary>
    public int? TokensCached { get; init; }

    /// <summary>US dollars, not rounded; null when no model was asked or nobody knows its price.</summary>
    public decimal? Cost { get; init; }

    /// <summary>What it carries besides the text; null for nothing.</summary>
    public MessageMedia? Media { get; init; }

    /// <summary>Who of the account wrote it, or did what a note says; null for the bot and for contacts.</summary>
    public Guid? SentById { get; init; }

    /// <summary>Their name; null when they have left the account.</summary>
    public string? SentBy { get; init; }

    /// <summary>True when every character of the text means itself; else it is CommonMark.</summary>
    public bool IsPlain { get; init; }

    internal static MessageRow Of(Message message, ContactRow? from, string? sentBy) =>
        new(
            message.Id,
            message.Direction,
            message.Status,
            message.Kind,
            message.Text,
            from,
            message.Buttons is null ? [] : JsonSerializer.Deserialize(message.Buttons, ConversationJson.Default.Buttons) ?? [],
            message.Reason is null ? null : JsonSerializer.Deserialize(message.Reason, ConversationJson.Default.ReplyReason),
            message.Model,
            message.TokensIn,
            message.TokensOut,
            message.LatencyMs,
            message.Error,
            message.CreatedAt
        )
        {
            TokensCached = message.TokensCached,
            Cost = message.Cost,
            Media = message.Media is null ? null : JsonSerializer.Deserialize(message.Media, ConversationJson.Default.MessageMedia),
            SentById = message.SentBy,
            SentBy = sentBy,
            IsPlain =
                message.Direction != MessageDirection.Out
                || (
                    message.Sending is not null
                    && JsonSerializer.Deserialize(message.Sending, ConversationJson.Default.MessageSending)?.Form == TextForm.Plain
                ),
        };
}
