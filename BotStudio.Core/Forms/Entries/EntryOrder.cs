using System.Buffers.Text;
using System.Text;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;

namespace BotStudio.Core.Forms.Entries;

public enum EntrySort
{
    Started,
    Changed,
    Completed,
    Contact,
    Status,
    Work,

    /// <summary>By the answer to one question.</summary>
    Answer,
}

/// <summary>An order that is the same whenever it is asked: entries that are alike in it are told apart by their ids.</summary>
/// <param name="FieldId">For <see cref="EntrySort.Answer"/>: the question.</param>
public sealed record EntryOrder(EntrySort By, bool Descending, string? FieldId = null)
{
    public static readonly EntryOrder LatestFirst = new(EntrySort.Started, Descending: true);

    /// <summary>What is compared, never null, and its PostgreSQL type.</summary>
    /// <param name="isNumber">The answers are numbers.</param>
    internal (string Expression, string Type) ToSql(bool isNumber) =>
        By switch
        {
            EntrySort.Changed => ("e.changed_at", "timestamptz"),
            EntrySort.Completed => ("coalesce(e.completed_at, '-infinity')", "timestamptz"),
            EntrySort.Contact => ("lower(concat_ws(' ', c.first_name, c.last_name, c.username))", "text"),
            EntrySort.Status => ("e.status", "smallint"),
            EntrySort.Work => ("e.work", "smallint"),
            EntrySort.Answer when isNumber => (
                """
                coalesce((select case when a->>'type' = 'number' then (a->>'value')::numeric end
                    from jsonb_array_elements(e.answers) a where a->>'fieldId' = @field limit 1), '-Infinity')
                """,
                "numeric"
            ),
            EntrySort.Answer => (
                """
                coalesce((select lower(case when a->>'type' = 'date' then a->>'value' else a->>'text' end)
                    from jsonb_array_elements(e.answers) a where a->>'fieldId' = @field limit 1), '')
                """,
                "text"
            ),
            _ => ("e.started_at", "timestamptz"),
        };
}

/// <summary>A place in a list of entries. It stays right while others come and go around it.</summary>
/// <param name="Key">What the entry before it was ordered by, as PostgreSQL writes it.</param>
public sealed record EntryStart(EntryOrder Order, string Key, Guid Id)
{
    private const int MaxLength = 40_000;
    private const int HeadLength = 34;

    /// <summary>As the API hands it out: opaque, safe in an address.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{(int)Order.By}{(Order.Descending ? '-' : '+')}{Id:n}{Order.FieldId}:{Key}"));

    /// <returns>Null for a text that <see cref="ToString"/> did not make.</returns>
    public static EntryStart? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        var place = StoredText.Clean(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)));
        if (
            place.Length <= HeadLength
            || place[0] - '0' is var by && !Enum.IsDefined((EntrySort)by)
            || place[1] is not ('-' or '+')
            || !Guid.TryParseExact(place.AsSpan(2, 32), "n", out var id)
            || place.IndexOf(':', HeadLength) is not (>= HeadLength and var colon)
        )
        {
            return null;
        }

        var field = place[HeadLength..colon];
        return field.Length == 0 || PartId.IsValid(field)
            ? new EntryStart(
                new EntryOrder((EntrySort)(place[0] - '0'), place[1] == '-', field.Length == 0 ? null : field),
                place[(colon + 1)..],
                id
            )
            : null;
    }
}
