using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>A bot's contacts that a filter means, part by part in the wanted order.</summary>
/// <returns><c>not_found</c>; what <see cref="CheckFilter"/> finds.</returns>
public sealed class ListContacts(AccountDb accountDb, TimeProvider clock)
{
    /// <param name="filter">Null for everybody.</param>
    /// <param name="order">Null for who was seen last.</param>
    /// <param name="after">Where the part before ended, in the same order; null for the beginning.</param>
    /// <param name="size">1 to <see cref="Page{T}.MaxSize"/>.</param>
    public async Task<Outcome<FoundContacts>> RunAsync(
        Guid botId,
        ContactFilter? filter,
        ContactOrder? order,
        ContactStart? after,
        int size,
        CancellationToken ct
    )
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        if (CheckFilter.Run(filter ??= ContactFilter.Everyone) is { } problem)
        {
            return problem;
        }

        order ??= ContactOrder.SeenLast;
        size = Math.Clamp(size, 1, Page<ContactListRow>.MaxSize);
        var contacts = order.After(after).Invoke(db.ContactsOf(botId, filter, clock.GetUtcNow()));
        var found = await contacts.Take(size + 1).ToListAsync(ct);
        var rows = found.ConvertAll(ContactListRow.Of);
        return rows.Count <= size ? new FoundContacts(rows, null) : new FoundContacts(rows[..size], order.StartAfter(found[size - 1]));
    }
}

/// <summary>How many contacts a filter means.</summary>
/// <returns><c>not_found</c>; what <see cref="CheckFilter"/> finds.</returns>
public sealed class CountContacts(AccountDb accountDb, TimeProvider clock)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, ContactFilter? filter, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        return CheckFilter.Run(filter ??= ContactFilter.Everyone) is { } problem
            ? problem
            : await db.ContactsOf(botId, filter, clock.GetUtcNow()).CountAsync(ct);
    }
}

/// <param name="Next">Where the following part begins; null at the end.</param>
public sealed record FoundContacts(IReadOnlyList<ContactListRow> Items, ContactStart? Next);

public enum ContactSort
{
    LastSeen,
    FirstSeen,
    Name,
    Balance,
}

/// <summary>An order that is the same whenever it is asked: contacts that are alike in it are told apart by their ids.</summary>
public sealed record ContactOrder(ContactSort By, bool Descending)
{
    public static readonly ContactOrder SeenLast = new(ContactSort.LastSeen, Descending: true);

    /// <summary>The contacts behind a place, in this order. A place of another order is the beginning.</summary>
    internal Func<IQueryable<Contact>, IQueryable<Contact>> After(ContactStart? place)
    {
        var start = place?.Order == this ? place : null;
        return By switch
        {
            ContactSort.FirstSeen => contacts => ByFirstSeen(contacts, start),
            ContactSort.Name => contacts => ByName(contacts, start),
            ContactSort.Balance => contacts => ByBalance(contacts, start),
            _ => contacts => ByLastSeen(contacts, start),
        };
    }

    internal ContactStart StartAfter(Contact contact) =>
        new(
            this,
            By switch
            {
                ContactSort.FirstSeen => "",
                ContactSort.Name => contact.SearchText,
                ContactSort.Balance => contact.Balance.ToString(CultureInfo.InvariantCulture),
                _ => contact.LastSeenAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
            },
            contact.Id
        );

    private IQueryable<Contact> ByLastSeen(IQueryable<Contact> contacts, ContactStart? start)
    {
        if (start is not null && long.TryParse(start.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
        {
            var at = new DateTimeOffset(Math.Min(ticks, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
            contacts = Descending
                ? contacts.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.LastSeenAt, c.Id), ValueTuple.Create(at, start.Id)))
                : contacts.Where(c => EF.Functions.GreaterThan(ValueTuple.Create(c.LastSeenAt, c.Id), ValueTuple.Create(at, start.Id)));
        }

        return Descending
            ? contacts.OrderByDescending(c => c.LastSeenAt).ThenByDescending(c => c.Id)
            : contacts.OrderBy(c => c.LastSeenAt).ThenBy(c => c.Id);
    }

    /// <summary>Ids are made when a contact is first seen, and begin with that time.</summary>
    private IQueryable<Contact> ByFirstSeen(IQueryable<Contact> contacts, ContactStart? start)
    {
        if (start is not null)
        {
            contacts = Descending ? contacts.Where(c => c.Id < start.Id) : contacts.Where(c => c.Id > start.Id);
        }

        return Descending ? contacts.OrderByDescending(c => c.Id) : contacts.OrderBy(c => c.Id);
    }

    private IQueryable<Contact> ByName(IQueryable<Contact> contacts, ContactStart? start)
    {
        if (start is not null)
        {
            contacts = Descending
                ? contacts.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.SearchText, c.Id), ValueTuple.Create(start.Key, start.Id)))
                : contacts.Where(c =>
                    EF.Functions.GreaterThan(ValueTuple.Create(c.SearchText, c.Id), ValueTuple.Create(start.Key, start.Id))
                );
        }

        return Descending
            ? contacts.OrderByDescending(c => c.SearchText).ThenByDescending(c => c.Id)
            : contacts.OrderBy(c => c.SearchText).ThenBy(c => c.Id);
    }

    private IQueryable<Contact> ByBalance(IQueryable<Contact> contacts, ContactStart? start)
    {
        if (start is not null && decimal.TryParse(start.Key, NumberStyles.Number, CultureInfo.InvariantCulture, out var balance))
        {
            contacts = Descending
                ? contacts.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.Balance, c.Id), ValueTuple.Create(balance, start.Id)))
                : contacts.Where(c => EF.Functions.GreaterThan(ValueTuple.Create(c.Balance, c.Id), ValueTuple.Create(balance, start.Id)));
        }

        return Descending
            ? contacts.OrderByDescending(c => c.Balance).ThenByDescending(c => c.Id)
            : contacts.OrderBy(c => c.Balance).ThenBy(c => c.Id);
    }
}

/// <summary>A place in a list of contacts. It stays right while others come and go around it.</summary>
/// <param name="Key">What the contact before it was ordered by.</param>
public sealed record ContactStart(ContactOrder Order, string Key, Guid Id)
{
    private const int MaxLength = 2000;

    /// <summary>As the API hands it out: opaque, safe in an address.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{(int)Order.By}{(Order.Descending ? '-' : '+')}{Id:n}{Key}"));

    /// <returns>Null for a text that <see cref="ToString"/> did not make.</returns>
    public static ContactStart? Parse(string? text)
    {
        const int headLength = 34;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        var place = StoredText.Clean(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)));
        return
            place.Length >= headLength
            && place[0] - '0' is var by
            && Enum.IsDefined((ContactSort)by)
            && place[1] is '-' or '+'
            && Guid.TryParseExact(place.AsSpan(2, 32), "n", out var id)
            ? new ContactStart(new ContactOrder((ContactSort)by, place[1] == '-'), place[headLength..], id)
            : null;
    }
}
