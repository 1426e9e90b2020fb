using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Forms.Entries;

/// <summary>A bot's entries that a filter means, part by part in the wanted order.</summary>
/// <returns><c>not_found</c>; <c>entries.search_too_long</c>; <c>entries.period_reversed</c>; <c>entries.bad_cursor</c>.</returns>
public sealed class ListEntries(AccountDb accountDb)
{
    /// <param name="filter">Null for all.</param>
    /// <param name="order">Null for the latest first.</param>
    /// <param name="after">Where the part before ended, in the same order; null for the beginning.</param>
    /// <param name="size">1 to <see cref="Page{T}.MaxSize"/>.</param>
    public async Task<Outcome<EntryPage>> RunAsync(
        Guid botId,
        EntryFilter? filter,
        EntryOrder? order,
        EntryStart? after,
        int size,
        CancellationToken ct
    )
    {
        if ((filter ??= EntryFilter.All).Check() is { } problem)
        {
            return problem;
        }

        order ??= EntryOrder.LatestFirst;
        size = Math.Clamp(size, 1, Page<EntryRow>.MaxSize);
        await using var db = await accountDb.OpenAsync(ct);
        var draft = await db.Bots.Where(b => b.Id == botId).Select(b => b.Draft).SingleOrDefaultAsync(ct);
        if (draft is null)
        {
            return Problem.NotFound;
        }

        var isNumber =
            order.FieldId is { } field
            && DocumentJson.Read(draft).Forms.Any(form => form.Field(field) is NumberField && (filter.FormId ?? form.Id) == form.Id);
        try
        {
            return await ReadAsync(db, botId, filter, order, isNumber, after?.Order == order ? after : null, size, ct);
        }
        // A key that no list of this order has made; or the question asks for a text now and asked for a number before.
        catch (PostgresException e) when (after is not null && e.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            return new Problem("entries.bad_cursor");
        }
    }

    private static async Task<EntryPage> ReadAsync(
        BotStudioDb db,
        Guid botId,
        EntryFilter filter,
        EntryOrder order,
        bool isNumber,
        EntryStart? start,
        int size,
        CancellationToken ct
    )
    {
        var parameters = new List<NpgsqlParameter>();
        var where = filter.ToSql(botId, parameters);
        var (key, type) = order.ToSql(isNumber);
        var (than, direction) = order.Descending ? ("<", "desc") : (">", "asc");
        parameters.Add(new NpgsqlParameter<int>("size", size + 1));
        if (order.By == EntrySort.Answer)
        {
            parameters.Add(new NpgsqlParameter<string>("field", order.FieldId ?? ""));
        }

        if (start is not null)
        {
            where += $" and (({key})::{type}, e.id) {than} (@key::{type}, @id)";
            parameters.Add(new NpgsqlParameter<string>("key", start.Key));
            parameters.Add(new NpgsqlParameter<Guid>("id", start.Id));
        }

        // What is put together here are constants of this product; every value is a parameter.
#pragma warning disable EF1002
        var found = await db
            .Database.SqlQueryRaw<FoundEntry>(
                $"""
                select e.id as "Id", e.form_id as "FormId", e.contact_id as "ContactId",
                    coalesce(trim(concat_ws(' ', c.first_name, c.last_name)), '') as "ContactName", c.username as "ContactUsername",
                    e.conversation_id as "ConversationId", e.version as "Version", e.language as "Language", e.status as "Status", e.work as "Work",
                    e.answers::text as "Answers", e.reached_field_id as "ReachedFieldId", e.started_at as "StartedAt", e.changed_at as "ChangedAt",
                    e.completed_at as "CompletedAt", ({key})::text as "Key"
                from form_entries e left join contacts c on c.id = e.contact_id
                where {where}
                order by ({key}) {direction}, e.id {direction}
                limit @size
                """,
                [.. parameters]
            )
            .ToListAsync(ct);
#pragma warning restore EF1002
        var rows = found.ConvertAll(entry => entry.AsRow());
        return rows.Count <= size
            ? new EntryPage(rows, null)
            : new EntryPage(rows[..size], new EntryStart(order, found[size - 1].Key, found[size - 1].Id));
    }

    private sealed record FoundEntry(
        Guid Id,
        string FormId,
        Guid ContactId,
        string ContactName,
        string? ContactUsername,
        Guid ConversationId,
        int? Version,
        string Language,
        short Status,
        short Work,
        string Answers,
        string? ReachedFieldId,
        DateTimeOffset StartedAt,
        DateTimeOffset ChangedAt,
        DateTimeOffset? CompletedAt,
        string Key
    )
    {
        public EntryRow AsRow() =>
            new(
                Id,
                FormId,
                ContactId,
                ContactName,
                ContactUsername,
                ConversationId,
                Version,
                Language,
                (EntryStatus)Status,
                (EntryWork)Work,
                FormsJson.ReadAnswers(Answers),
                ReachedFieldId,
                StartedAt,
                ChangedAt,
                CompletedAt
            );
    }
}
