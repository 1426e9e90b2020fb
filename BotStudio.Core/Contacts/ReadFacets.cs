using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>What a bot's contacts can be told apart by: their tags, sources and languages, the most frequent first.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ReadFacets(AccountDb accountDb)
{
    /// <summary>Values of a kind; more would not help anybody to choose.</summary>
    public const int MaxValues = 200;

    public async Task<Outcome<ContactFacets>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        // One pass over the contacts; row-level security keeps it inside the account.
        var found = await db
            .Database.SqlQuery<FoundValue>(
                $"""
                with of_bot as materialized (
                    select tags, source, coalesce(language, lower(split_part(replace(language_tag, '_', '-'), '-', 1))) as language
                    from contacts where bot_id = {botId}
                ), found as (
                    select 0 as kind, tag as value from of_bot cross join unnest(tags) as tag
                    union all select 1, source from of_bot where source is not null
                    union all select 2, language from of_bot where language is not null
                )
                select kind as "Kind", value as "Value", count(*)::int as "Count" from found group by 1, 2 order by 3 desc, 2
                """
            )
            .ToListAsync(ct);
        return new ContactFacets(Of(0), Of(1), Of(2));

        IReadOnlyList<FacetValue> Of(int kind) =>
            [.. found.Where(value => value.Kind == kind).Take(MaxValues).Select(value => new FacetValue(value.Value, value.Count))];
    }

    private sealed record FoundValue(int Kind, string Value, int Count);
}

/// <param name="Languages">Codes that clients report or that were chosen; not only those the product speaks.</param>
public sealed record ContactFacets(IReadOnlyList<FacetValue> Tags, IReadOnlyList<FacetValue> Sources, IReadOnlyList<FacetValue> Languages)
{
    public static readonly ContactFacets None = new([], [], []);
}

/// <param name="Count">Contacts that have it.</param>
public sealed record FacetValue(string Value, int Count);
