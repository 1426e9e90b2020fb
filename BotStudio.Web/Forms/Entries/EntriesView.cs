using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Forms.Entries;

/// <summary>A list of entries, one part at a time, as a reader goes through it.</summary>
public sealed class EntriesView(ListEntries list, Guid botId)
{
    public const int PageSize = 25;

    private readonly Stack<EntryStart?> before = [];
    private readonly HashSet<Guid> selected = [];
    private EntriesQuery? query;
    private TimeZoneInfo zone = TimeZoneInfo.Utc;
    private EntryStart? start;
    private EntryStart? next;

    /// <summary>Null until they are read.</summary>
    public IReadOnlyList<EntryRow>? Items { get; private set; }

    /// <summary>Why they cannot be shown.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>Counted from 1.</summary>
    public int Page => before.Count + 1;

    public bool HasNext => next is not null;

    public bool HasPrevious => before.Count > 0;

    /// <summary>Ids of the entries that are ticked, all of them in <see cref="Items"/>.</summary>
    public IReadOnlyCollection<Guid> Selected => selected;

    public bool IsAllSelected => Items is { Count: > 0 } items && items.All(entry => selected.Contains(entry.Id));

    /// <summary>Begins anew when something else is wanted.</summary>
    public async Task ShowAsync(EntriesQuery wanted, TimeZoneInfo readersZone, CancellationToken ct)
    {
        if (wanted != query || !readersZone.Equals(zone))
        {
            Items = query?.FormId == wanted.FormId ? Items : null;
            (query, zone, start) = (wanted, readersZone, null);
            before.Clear();
            selected.Clear();
            await ReadAsync(ct);
        }
    }

    /// <summary>Reads the same part again.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        if (query is not { } wanted)
        {
            return;
        }

        var page = await list.RunAsync(botId, wanted.FilterIn(zone), wanted.Order, start, PageSize, ct);
        if (wanted != query)
        {
            return;
        }

        Problems = page.Problems;
        Items = page.Value?.Items ?? [];
        next = page.Value?.Next;
        selected.IntersectWith(Items.Select(entry => entry.Id));
        if (Items.Count == 0 && HasPrevious && page.Succeeded)
        {
            // The last ones here were deleted.
            await PreviousAsync(ct);
        }
    }

    public Task NextAsync(CancellationToken ct)
    {
        if (next is null)
        {
            return Task.CompletedTask;
        }

        before.Push(start);
        start = next;
        selected.Clear();
        return ReadAsync(ct);
    }

    public Task PreviousAsync(CancellationToken ct)
    {
        if (!before.TryPop(out start))
        {
            return Task.CompletedTask;
        }

        selected.Clear();
        return ReadAsync(ct);
    }

    public void Select(Guid entryId, bool isSelected)
    {
        if (isSelected)
        {
            selected.Add(entryId);
        }
        else
        {
            selected.Remove(entryId);
        }
    }

    public void SelectAll(bool areSelected)
    {
        selected.Clear();
        if (areSelected)
        {
            selected.UnionWith((Items ?? []).Select(entry => entry.Id));
        }
    }
}
