using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>Gives tags to many contacts at once and takes others away.</summary>
/// <returns>
/// How many contacts are not as they were; <c>not_found</c>; <c>forbidden</c> below operator; <c>contacts.nothing_to_change</c>; what
/// <see cref="ContactTags.Check"/> and <see cref="CheckFilter"/> find.
/// </returns>
public sealed class TagContacts(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, TagInput input, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var added = ContactTags.Clean(input.Add ?? []);
        var removed = ContactTags.Clean(input.Remove ?? []);
        var filter = input.Filter ?? ContactFilter.Everyone;
        if ((ContactTags.Check(added) ?? CheckFilter.Run(filter)) is { } problem)
        {
            return problem;
        }

        if ((added.Count == 0 && removed.Count == 0) || (input.Contacts is null && input.Filter is null))
        {
            return new Problem("contacts.nothing_to_change");
        }

        var conditions = ContactConditions.Of(botId, filter, clock.GetUtcNow());
        var next = conditions.Values.Length;
        var chosen = input.Contacts is null ? "" : $"and id = any({{{next + 2}}})";

        // What is there in another case counts as there. Nobody gets more than the most: those who are full stay as they are.
        var sql = $$"""
            with wanted as (
                select id, tags, array(
                    select tag from unnest(tags) with ordinality as old (tag, place) where lower(tag) <> all({{{next + 1}}})
                    union all
                    select tag from unnest({{{next}}}) as fresh (tag)
                    where not exists (select from unnest(tags) as old (tag) where lower(old.tag) = lower(fresh.tag))
                ) as after
                from contacts where {{conditions.Sql}} {{chosen}}
            )
            update contacts set tags = wanted.after from wanted
            where contacts.id = wanted.id and contacts.tags <> wanted.after and cardinality(wanted.after) <= {{ContactTags.MaxCount}}
            """;
        object[] values =
        [
            .. conditions.Values,
            added.ToArray(),
            removed.Select(tag => tag.ToLowerInvariant()).ToArray(),
            .. input.Contacts is null ? [] : (object[])[input.Contacts.ToArray()],
        ];
        return await db.Database.ExecuteSqlRawAsync(sql, values, ct);
    }
}

/// <param name="Contacts">Ids; left out, all that the filter means.</param>
/// <param name="Filter">Left out, everybody among <paramref name="Contacts"/>.</param>
public sealed record TagInput(
    IReadOnlyList<Guid>? Contacts,
    ContactFilter? Filter,
    IReadOnlyList<string>? Add,
    IReadOnlyList<string>? Remove
);
