using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace BotStudio.Core.Forms.Entries;

/// <summary>The entries that a filter means, as a file of any length: read and written part by part.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator; what <see cref="ListEntries"/> finds.</returns>
public sealed class ExportEntries(
    AccountDb accountDb,
    CurrentAccount account,
    ListEntries list,
    IStringLocalizer<FormsText> texts,
    TimeProvider clock
)
{
    public async Task<Outcome<EntryExport>> RunAsync(Guid botId, EntryFilter? filter, CancellationToken ct)
    {
        if (!account.May(Permission.ExportPeople))
        {
            return Problem.Forbidden;
        }

        if ((filter ??= EntryFilter.All).Check() is { } problem)
        {
            return problem;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db.Bots.Where(b => b.Id == botId).Select(b => new { b.Name, b.Draft }).SingleOrDefaultAsync(ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        db.Audit(AuditAct.EntriesExported, bot.Name, botId);
        await db.SaveChangesAsync(ct);
        var document = DocumentJson.Read(bot.Draft);
        var columns = filter.FormId is { } form ? await ColumnsAsync(db, botId, filter, document, form, ct) : [];
        return new EntryExport(botId, filter, document, columns, list, texts, clock.GetUtcNow());
    }

    /// <summary>The questions as they are now, and behind them those that only earlier entries answered.</summary>
    private static async Task<IReadOnlyList<EntryColumn>> ColumnsAsync(
        BotStudioDb db,
        Guid botId,
        EntryFilter filter,
        BotDocument document,
        string formId,
        CancellationToken ct
    )
    {
        var now = document.Forms.FirstOrDefault(form => form.Id == formId)?.Fields ?? [];
        var parameters = new List<NpgsqlParameter>();
        var where = filter.ToSql(botId, parameters);
        // What is put together here are constants of this product; every value is a parameter.
#pragma warning disable EF1002
        var answered = await db
            .Database.SqlQueryRaw<EntryColumn>(
                $"""
                select a->>'fieldId' as "FieldId", max(a->>'label') as "Label"
                from form_entries e left join contacts c on c.id = e.contact_id cross join jsonb_array_elements(e.answers) a
                where {where} group by 1 order by 2
                """,
                [.. parameters]
            )
            .ToListAsync(ct);
#pragma warning restore EF1002
        return
        [
            .. now.Select(field => new EntryColumn(field.Id, field.NameIn(document))),
            .. answered.Where(column => now.All(field => field.Id != column.FieldId)),
        ];
    }
}

public sealed record EntryColumn(string FieldId, string Label);

/// <summary>An export that is about to be written.</summary>
public sealed class EntryExport(
    Guid botId,
    EntryFilter filter,
    BotDocument document,
    IReadOnlyList<EntryColumn> columns,
    ListEntries list,
    IStringLocalizer<FormsText> texts,
    DateTimeOffset now
)
{
    internal static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Without its ending.</summary>
    public string FileName => $"entries-{now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>In the language and with the numbers of the current culture. With a form each question has its column.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken ct)
    {
        await using var table = new CsvTable(stream, CultureInfo.CurrentCulture);
        await WriteHeadAsync(table, ct);
        await foreach (var page in PagesAsync(ct))
        {
            foreach (var entry in page)
            {
                await WriteRowAsync(table, entry, ct);
            }

            await table.FlushAsync(ct);
        }

        // Also when there is none.
        await table.FlushAsync(ct);
    }

    /// <summary>One array of <see cref="EntryRow"/>.</summary>
    public async Task WriteJsonAsync(Stream stream, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JsonOptions.Encoder });
        json.WriteStartArray();
        await foreach (var page in PagesAsync(ct))
        {
            foreach (var entry in page)
            {
                // Serialize(writer, …) would flush, and a response takes nothing synchronously.
                JsonSerializer.SerializeToElement(entry, JsonOptions).WriteTo(json);
            }

            await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        await json.FlushAsync(ct);
    }

    private async IAsyncEnumerable<IReadOnlyList<EntryRow>> PagesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        // By when they began, which never changes: whoever answers meanwhile moves nothing out of the file or into it twice.
        EntryStart? after = null;
        do
        {
            var page = (await list.RunAsync(botId, filter, EntryOrder.LatestFirst, after, Page<EntryRow>.MaxSize, ct)).Value;
            if (page is null)
            {
                yield break;
            }

            yield return page.Items;
            after = page.Next;
        } while (after is not null);
    }

    private Task WriteHeadAsync(CsvTable table, CancellationToken ct)
    {
        table
            .Text(texts["csv.id"])
            .Text(texts["csv.form"])
            .Text(texts["csv.status"])
            .Text(texts["csv.work"])
            .Text(texts["csv.contact"])
            .Text(texts["csv.username"])
            .Text(texts["csv.started"])
            .Text(texts["csv.completed"]);
        if (filter.FormId is null)
        {
            table.Text(texts["csv.answers"]);
        }

        foreach (var column in columns)
        {
            table.Text(column.Label);
        }

        return table.EndRowAsync(ct);
    }

    private Task WriteRowAsync(CsvTable table, EntryRow entry, CancellationToken ct)
    {
        table
            .Text(entry.Id.ToString())
            .Text(document.Forms.FirstOrDefault(form => form.Id == entry.FormId)?.Name ?? entry.FormId)
            .Text(texts[$"entries.status.{entry.Status}"])
            .Text(entry.Status == EntryStatus.Completed ? texts[$"entries.work.{entry.Work}"] : "")
            .Text(entry.ContactName)
            .Text(entry.ContactUsername)
            .Time(entry.StartedAt)
            .Time(entry.CompletedAt);
        if (filter.FormId is null)
        {
            table.Text(
                string.Join(
                    "\n",
                    entry.Answers.Where(answer => answer.Text.Length > 0).Select(answer => $"{answer.Label}: {Shown(answer)}")
                )
            );
        }

        foreach (var column in columns)
        {
            WriteAnswer(table, entry.Answers.FirstOrDefault(answer => answer.FieldId == column.FieldId));
        }

        return table.EndRowAsync(ct);
    }

    private static void WriteAnswer(CsvTable table, EntryAnswer? answer)
    {
        if (answer?.Number is { } number)
        {
            table.Number(number);
        }
        else if (answer?.Date is { } date)
        {
            table.Date(date);
        }
        else
        {
            table.Text(answer is null ? "" : Shown(answer));
        }
    }

    private static string Shown(EntryAnswer answer) => LocationField.MapLink(answer.Media) ?? answer.Text;
}
