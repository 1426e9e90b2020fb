using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>Where in a conversation something was said, the latest first.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class SearchTranscript(AccountDb accountDb)
{
    public const int MaxFound = 200;

    /// <param name="search">A part of a text, in any case; blank finds nothing.</param>
    public async Task<Outcome<IReadOnlyList<FoundMessage>>> RunAsync(Guid botId, Guid conversationId, string? search, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Conversations.AnyAsync(c => c.Id == conversationId && c.BotId == botId, ct))
        {
            return Problem.NotFound;
        }

        if (SearchPattern.Of(search) is not { } pattern)
        {
            return Outcome.Of<IReadOnlyList<FoundMessage>>([]);
        }

        return Outcome.Of<IReadOnlyList<FoundMessage>>(
            await db
                .Messages.Where(m => m.ConversationId == conversationId && EF.Functions.ILike(m.Text, pattern, "\\"))
                .OrderByDescending(m => m.Id)
                .Take(MaxFound)
                .Select(m => new FoundMessage(m.Id, m.CreatedAt))
                .ToListAsync(ct)
        );
    }
}

public sealed record FoundMessage(Guid Id, DateTimeOffset CreatedAt);

internal static class SearchPattern
{
    /// <summary>For <c>ilike … escape '\'</c>: contains the text; null for a blank one.</summary>
    public static string? Of(string? search)
    {
        var text = StoredText.Cut(StoredText.Clean(search ?? "").Trim(), ListConversations.MaxSearchLength);
        return text.Length == 0
            ? null
            : $"%{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
    }
}
