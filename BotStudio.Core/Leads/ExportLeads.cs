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

namespace BotStudio.Core.Leads;

/// <summary>The leads that a filter means, as a file of any length: read and written part by part.</summary>
/// <returns><c>forbidden</c> below operator.</returns>
public sealed class ExportLeads(
    AccountDb accountDb,
    CurrentAccount account,
    ListLeads list,
    IStringLocalizer<LeadsText> texts,
    TimeProvider clock
)
{
    public async Task<Outcome<LeadExport>> RunAsync(LeadFilter? filter, CancellationToken ct)
    {
        if (!account.May(Permission.ExportPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var statuses = await LeadStatuses.ReadAsync(db, account.Id, texts, ct);
        return new LeadExport(filter ?? LeadFilter.All, statuses, list, texts, clock.GetUtcNow());
    }
}

/// <summary>An export that is about to be written.</summary>
public sealed class LeadExport(
    LeadFilter filter,
    IReadOnlyList<LeadStatusRow> statuses,
    ListLeads list,
    IStringLocalizer<LeadsText> texts,
    DateTimeOffset now
)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Without its ending.</summary>
    public string FileName => $"leads-{now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>In the language and with the columns of the current culture.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken ct)
    {
        await using var table = new CsvTable(stream, CultureInfo.CurrentCulture);
        await WriteHeadAsync(table, ct);
        await foreach (var page in PagesAsync(ct))
        {
            foreach (var lead in page)
            {
                await WriteRowAsync(table, lead, ct);
            }

            await table.FlushAsync(ct);
        }

        // Also when there is none.
        await table.FlushAsync(ct);
    }

    /// <summary>One array of <see cref="LeadRow"/>.</summary>
    public async Task WriteJsonAsync(Stream stream, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JsonOptions.Encoder });
        json.WriteStartArray();
        await foreach (var page in PagesAsync(ct))
        {
            foreach (var lead in page)
            {
                // Serialize(writer, …) would flush, and a response takes nothing synchronously.
                JsonSerializer.SerializeToElement(lead, JsonOptions).WriteTo(json);
            }

            await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        await json.FlushAsync(ct);
    }

    /// <summary>By when they were made, which never changes: what is worked on meanwhile is neither left out nor there twice.</summary>
    private async IAsyncEnumerable<IReadOnlyList<LeadRow>> PagesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        PageStart? after = null;
        do
        {
            var page = (await list.RunAsync(filter, LeadOrder.Created, after, Page<LeadRow>.MaxSize, ct)).Value;
            if (page is null)
            {
                yield break;
            }

            yield return page.Items;
            after = page.Next;
        } while (after is not null);
    }

    private Task WriteHeadAsync(CsvTable table, CancellationToken ct) =>
        table
            .Text(texts["csv.id"])
            .Text(texts["csv.created"])
            .Text(texts["csv.status"])
            .Text(texts["csv.assignee"])
            .Text(texts["field.name"])
            .Text(texts["field.phone"])
            .Text(texts["field.email"])
            .Text(texts["field.details"])
            .Text(texts["field.need"])
            .Text(texts["field.budget"])
            .Text(texts["field.note"])
            .Text(texts["csv.bot"])
            .Text(texts["csv.source"])
            .Text(texts["csv.updated"])
            .EndRowAsync(ct);

    private Task WriteRowAsync(CsvTable table, LeadRow lead, CancellationToken ct) =>
        table
            .Text(lead.Id.ToString())
            .Time(lead.CreatedAt)
            .Text(statuses.Of(lead.Status).Name)
            .Text(lead.Assignee?.Name)
            .Text(lead.Name)
            .Text(lead.Phone)
            .Text(lead.Email)
            .Text(lead.Details)
            .Text(lead.Need)
            .Text(lead.Budget)
            .Text(lead.Note)
            .Text(lead.BotName)
            .Text(texts["source." + lead.Source.ToString().ToLowerInvariant()])
            .Time(lead.UpdatedAt)
            .EndRowAsync(ct);
}
