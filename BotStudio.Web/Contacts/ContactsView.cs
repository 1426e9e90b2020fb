using BotStudio.Core.Contacts;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Contacts;

/// <summary>The contacts that a filter means, as far as a reader has opened the list, and those of them that are chosen.</summary>
public sealed class ContactsView(ListContacts list, CountContacts count, Guid botId)
{
    private readonly HashSet<Guid> chosen = [];
    private ContactStart? next;

    public ContactFilter Filter { get; private set; } = ContactFilter.Everyone;

    public ContactOrder Order { get; private set; } = ContactOrder.SeenLast;

    /// <summary>Null until they are read.</summary>
    public IReadOnlyList<ContactListRow>? Items { get; private set; }

    /// <summary>All that the filter means; null until they are counted.</summary>
    public int? Total { get; private set; }

    public Problem? Refusal { get; private set; }

    public bool HasMore => next is not null;

    /// <summary>Whoever the filter means is chosen, also those that are not shown yet.</summary>
    public bool IsEverybodyChosen { get; private set; }

    public int ChosenCount => IsEverybodyChosen ? Total ?? chosen.Count : chosen.Count;

    public bool AreShownChosen => Items is { Count: > 0 } && Items.All(row => IsChosen(row.Id));

    public bool IsChosen(Guid id) => IsEverybodyChosen || chosen.Contains(id);

    /// <summary>Begins anew with another filter or order.</summary>
    public async Task OpenAsync(ContactFilter filter, ContactOrder order, CancellationToken ct)
    {
        var isOther = Items is null || filter != Filter;
        (Filter, Order) = (filter, order);
        Choose(everybody: false);
        await ReadAsync(ct);
        if (isOther && Refusal is null)
        {
            await CountAsync(ct);
        }
    }

    /// <summary>Reads the beginning again: somebody was changed or is gone.</summary>
    public async Task ReadAgainAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        await CountAsync(ct);
    }

    public async Task ReadMoreAsync(CancellationToken ct)
    {
        if (
            next is { } start
            && Items is { } shown
            && (await list.RunAsync(botId, Filter, Order, start, Page<ContactListRow>.DefaultSize, ct)).Value is { } page
        )
        {
            var known = shown.Select(row => row.Id).ToHashSet();
            Items = [.. shown, .. page.Items.Where(row => !known.Contains(row.Id))];
            next = page.Next;
        }
    }

    public void Choose(Guid id, bool isChosen)
    {
        if (IsEverybodyChosen)
        {
            // One of all is left out: what is shown stays chosen.
            chosen.UnionWith(Items!.Select(row => row.Id));
            IsEverybodyChosen = false;
        }

        _ = isChosen ? chosen.Add(id) : chosen.Remove(id);
    }

    /// <summary>All that are shown, or nobody.</summary>
    public void ChooseShown(bool areChosen)
    {
        Choose(everybody: false);
        if (areChosen)
        {
            chosen.UnionWith(Items!.Select(row => row.Id));
        }
    }

    /// <summary>All that the filter means, or nobody.</summary>
    public void Choose(bool everybody)
    {
        chosen.Clear();
        IsEverybodyChosen = everybody;
    }

    /// <summary>The chosen ones as an act takes them.</summary>
    public TagInput Tagging(IReadOnlyList<string> add, IReadOnlyList<string> remove) =>
        IsEverybodyChosen ? new TagInput(null, Filter, add, remove) : new TagInput([.. chosen], null, add, remove);

    private async Task CountAsync(CancellationToken ct)
    {
        var filter = Filter;
        var total = (await count.RunAsync(botId, filter, ct)).Value;
        if (filter == Filter)
        {
            Total = total;
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var (filter, order) = (Filter, Order);
        var page = await list.RunAsync(botId, filter, order, null, Page<ContactListRow>.DefaultSize, ct);
        if (filter == Filter && order == Order)
        {
            Refusal = page.Problem;
            Items = page.Value?.Items ?? [];
            next = page.Value?.Next;
        }
    }
}
