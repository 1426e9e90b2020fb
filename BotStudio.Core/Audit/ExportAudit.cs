using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Audit;

/// <summary>The log as a table or as JSON; that it was carried out is its newest line.</summary>
/// <returns><c>forbidden</c> below admin.</returns>
public sealed class ExportAudit(
    AccountDb accountDb,
    CurrentAccount account,
    ListAudit list,
    IStringLocalizer<AuditText> texts,
    TimeProvider clock
)
{
    public async Task<Outcome<AuditExport>> RunAsync(AuditFilter filter, CancellationToken ct)
    {
        if (!account.May(Permission.ViewAudit))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        db.Audit(AuditAct.AuditExported);
        await db.SaveChangesAsync(ct);
        return new AuditExport(filter, list, texts, clock.GetUtcNow());
    }
}

/// <summary>An export that is about to be written, page by page.</summary>
public sealed class AuditExport(AuditFilter filter, ListAudit list, IStringLocalizer<AuditText> texts, DateTimeOffset now)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Without its ending.</summary>
    public string FileName => $"audit-{now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>In the language of the current culture; times in UTC.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken ct)
    {
        await using var table = new CsvTable(stream, CultureInfo.CurrentCulture);
        foreach (var column in new[] { "at", "who", "what", "address", "agent", "way" })
        {
            table.Text(texts[$"column.{column}"]);
        }

        await table.EndRowAsync(ct);
        await foreach (var row in RowsAsync(ct))
        {
            table.Time(row.At).Text(row.UserName).Text(row.Words).Text(row.Address).Text(row.Agent).Text(row.ByProgram ? "API" : "");
            await table.EndRowAsync(ct);
        }

        await table.FlushAsync(ct);
    }

    /// <summary>One array of <see cref="AuditRow"/>.</summary>
    public async Task WriteJsonAsync(Stream stream, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JsonOptions.Encoder });
        json.WriteStartArray();
        await foreach (var row in RowsAsync(ct))
        {
            // Serialize(writer, …) would flush, and a response takes nothing synchronously.
            JsonSerializer.SerializeToElement(row, JsonOptions).WriteTo(json);
            if (json.BytesPending > 60_000)
            {
                await json.FlushAsync(ct);
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(ct);
    }

    private async IAsyncEnumerable<AuditRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        PageStart? next = null;
        do
        {
            var page = await list.RunAsync(filter, next, Page<AuditRow>.MaxSize, ct);
            foreach (var row in page.Value?.Items ?? [])
            {
                yield return row;
            }

            next = page.Value?.Next;
        } while (next is not null);
    }
}
