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
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Contacts;

/// <summary>The contacts that a filter means, as a file of any length: read and written part by part.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator; what <see cref="CheckFilter"/> finds.</returns>
public sealed class ExportContacts(
    AccountDb accountDb,
    CurrentAccount account,
    ListContacts list,
    IStringLocalizer<ContactsText> texts,
    TimeProvider clock
)
{
    public async Task<Outcome<ContactExport>> RunAsync(Guid botId, ContactFilter? filter, CancellationToken ct)
    {
        if (!account.May(Permission.ExportPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db.Bots.Where(b => b.Id == botId).Select(b => new { b.Name, b.Draft }).SingleOrDefaultAsync(ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        if (CheckFilter.Run(filter ??= ContactFilter.Everyone) is { } problem)
        {
            return problem;
        }

        db.Audit(AuditAct.ContactsExported, bot.Name, botId);
        await db.SaveChangesAsync(ct);
        return new ContactExport(botId, filter, DocumentJson.Read(bot.Draft), list, texts, clock.GetUtcNow());
    }
}

/// <summary>An export that is about to be written.</summary>
public sealed class ContactExport(
    Guid botId,
    ContactFilter filter,
    BotDocument document,
    ListContacts list,
    IStringLocalizer<ContactsText> texts,
    DateTimeOffset now
)
{
    internal static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Without its ending.</summary>
    public string FileName => $"contacts-{now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>In the language and with the numbers of the current culture.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken ct)
    {
        await using var table = new CsvTable(stream, CultureInfo.CurrentCulture);
        await WriteHeadAsync(table, ct);
        await foreach (var page in PagesAsync(ct))
        {
            foreach (var contact in page)
            {
                await WriteRowAsync(table, contact, ct);
            }

            await table.FlushAsync(ct);
        }

        // Also when there is nobody.
        await table.FlushAsync(ct);
    }

    /// <summary>One array of <see cref="ContactListRow"/>.</summary>
    public async Task WriteJsonAsync(Stream stream, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JsonOptions.Encoder });
        json.WriteStartArray();
        await foreach (var page in PagesAsync(ct))
        {
            foreach (var contact in page)
            {
                // Serialize(writer, …) would flush, and a response takes nothing synchronously.
                JsonSerializer.SerializeToElement(contact, JsonOptions).WriteTo(json);
            }

            await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        await json.FlushAsync(ct);
    }

    /// <summary>By first meeting, which never changes: whoever writes meanwhile moves nobody out of the file or into it twice.</summary>
    private async IAsyncEnumerable<IReadOnlyList<ContactListRow>> PagesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var order = new ContactOrder(ContactSort.FirstSeen, Descending: false);
        ContactStart? after = null;
        do
        {
            var page = (await list.RunAsync(botId, filter, order, after, Page<ContactListRow>.MaxSize, ct)).Value;
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
            .Text(texts["csv.first_name"])
            .Text(texts["csv.last_name"])
            .Text(texts["csv.username"])
            .Text(texts["csv.external_id"])
            .Text(texts["csv.channel"])
            .Text(texts["csv.language"])
            .Text(texts["csv.source"])
            .Text(texts["csv.tags"])
            .Text(texts["csv.balance"])
            .Text(texts["csv.first_seen"])
            .Text(texts["csv.last_seen"])
            .Text(texts["csv.state"]);
        foreach (var field in document.ContactFields)
        {
            table.Text(
                field.Label.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, document.DefaultLanguage) is { Length: > 0 } label
                    ? label
                    : field.Key
            );
        }

        return table.EndRowAsync(ct);
    }

    private Task WriteRowAsync(CsvTable table, ContactListRow contact, CancellationToken ct)
    {
        table
            .Text(contact.Id.ToString())
            .Text(contact.FirstName)
            .Text(contact.LastName)
            .Text(contact.Username)
            .Text(contact.ExternalId)
            .Text(contact.Channel)
            .Text(contact.EffectiveLanguage ?? contact.LanguageTag)
            .Text(contact.Source)
            .Text(string.Join(", ", contact.Tags))
            .Number(contact.Balance)
            .Time(contact.FirstSeenAt)
            .Time(contact.LastSeenAt)
            .Text(texts["state." + contact.State.ToString().ToLowerInvariant()]);
        foreach (var field in document.ContactFields)
        {
            WriteValue(table, field, contact.Fields.GetValueOrDefault(field.Key, ""));
        }

        return table.EndRowAsync(ct);
    }

    private void WriteValue(CsvTable table, ContactField field, string value)
    {
        if (field.Kind == ContactFieldKind.Number && ContactFieldValues.AsNumber(value) is { } number)
        {
            table.Number(number);
        }
        else if (field.Kind == ContactFieldKind.Date && ContactFieldValues.AsDate(value) is { } date)
        {
            table.Date(date);
        }
        else
        {
            table.Text(ContactFieldValues.Show(field, value, texts["yes"], texts["no"]));
        }
    }
}
