using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Conversations;

/// <summary>The list of a bot's conversations as far as a reader has opened it. Kept right by reading only its top.</summary>
public sealed class ConversationsView(ListConversations list, Guid botId)
{
    private PageStart? next;

    public IReadOnlyList<ConversationRow>? Items { get; private set; }

    public bool HasMore => next is not null;

    public string Search { get; private set; } = "";

    public bool IsSearching => Search.Length > 0;

    public ConversationFilter Filter { get; private set; }

    /// <summary>Begins anew with those of a kind.</summary>
    public Task FilterAsync(ConversationFilter filter, CancellationToken ct)
    {
        Filter = filter;
        Items = null;
        next = null;
        return ReadAsync(ct);
    }

    /// <summary>Begins anew with those whose contact is called so.</summary>
    public Task SearchAsync(string search, CancellationToken ct)
    {
        Search = search.Trim();
        Items = null;
        next = null;
        return ReadAsync(ct);
    }

    /// <summary>Reads the top again: those who spoke move up, the rest stays as far as it was opened.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        var (searched, filter) = (Search, Filter);
        var page = (await list.RunAsync(botId, searched, null, Page<ConversationRow>.DefaultSize, ct, filter)).Value;
        if (page is null || searched != Search || filter != Filter)
        {
            return;
        }

        // Rows leave a filtered list by themselves, so what was opened below the top may be wrong by now.
        if (
            Items is not { Count: > 0 } shown
            || filter != ConversationFilter.All
            || page.Next is null
            || page.Next.At > shown[0].LastMessageAt
        )
        {
            // The first reading, or so many spoke that those between would be missing.
            Items = page.Items;
            next = page.Next;
            return;
        }

        var top = page.Items.Select(row => row.Id).ToHashSet();
        Items = [.. page.Items, .. shown.Where(row => !top.Contains(row.Id))];
    }

    public async Task ReadMoreAsync(CancellationToken ct)
    {
        if (next is not { } start || Items is null)
        {
            return;
        }

        var (searched, filter) = (Search, Filter);
        var page = (await list.RunAsync(botId, searched, start, Page<ConversationRow>.DefaultSize, ct, filter)).Value;
        if (page is null || searched != Search || filter != Filter)
        {
            return;
        }

        var known = Items.Select(row => row.Id).ToHashSet();
        Items = [.. Items, .. page.Items.Where(row => !known.Contains(row.Id))];
        next = page.Next;
    }
}
