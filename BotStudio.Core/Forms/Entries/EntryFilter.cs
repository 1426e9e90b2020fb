using System.Text;
using BotStudio.Core.Outcomes;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Forms.Entries;

/// <summary>Which entries of a bot are meant; what is null does not matter.</summary>
public sealed record EntryFilter
{
    public const int MaxSearchLength = 200;

    public static readonly EntryFilter All = new();

    public string? FormId { get; init; }

    public EntryStatus? Status { get; init; }

    public EntryWork? Work { get; init; }

    /// <summary>Begun at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Begun before this time.</summary>
    public DateTimeOffset? To { get; init; }

    public Guid? ContactId { get; init; }

    /// <summary>A part of an answer or of the contact's name.</summary>
    public string? Search { get; init; }

    internal Problem? Check() =>
        Search?.Length > MaxSearchLength ? new Problem("entries.search_too_long", MaxSearchLength)
        : From > To ? new Problem("entries.period_reversed")
        : null;

    /// <summary>
    /// Conditions on <c>form_entries e</c> and <c>contacts c</c>. The account is the connection's own: row-level security adds it.
    /// </summary>
    internal string ToSql(Guid botId, List<NpgsqlParameter> parameters)
    {
        var sql = new StringBuilder("e.bot_id = @bot");
        parameters.Add(new NpgsqlParameter<Guid>("bot", botId));
        if (FormId is not null)
        {
            sql.Append(" and e.form_id = @form");
            parameters.Add(new NpgsqlParameter<string>("form", FormId));
        }

        if (Status is { } status)
        {
            sql.Append(" and e.status = @status");
            parameters.Add(new NpgsqlParameter<short>("status", (short)status));
        }

        if (Work is { } work)
        {
            // What is not filled in yet is nobody's work.
            sql.Append(" and e.work = @work and e.status = 1");
            parameters.Add(new NpgsqlParameter<short>("work", (short)work));
        }

        if (From is { } from)
        {
            sql.Append(" and e.started_at >= @from");
            parameters.Add(new NpgsqlParameter<DateTimeOffset>("from", from.ToUniversalTime()));
        }

        if (To is { } to)
        {
            sql.Append(" and e.started_at < @to");
            parameters.Add(new NpgsqlParameter<DateTimeOffset>("to", to.ToUniversalTime()));
        }

        if (ContactId is { } contact)
        {
            sql.Append(" and e.contact_id = @contact");
            parameters.Add(new NpgsqlParameter<Guid>("contact", contact));
        }

        if (!string.IsNullOrWhiteSpace(Search))
        {
            sql.Append(" and (e.text like @search or lower(concat_ws(' ', c.first_name, c.last_name, c.username)) like @search)");
            parameters.Add(new NpgsqlParameter("search", NpgsqlDbType.Text) { Value = $"%{Escaped(Search.Trim().ToLowerInvariant())}%" });
        }

        return sql.ToString();
    }

    private static string Escaped(string text) =>
        Data
            .StoredText.Clean(text)
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
