using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

/// <summary>One lead with all that is known of it.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ReadLead(AccountDb accountDb, CurrentAccount account, IStringLocalizer<LeadsText> texts)
{
    private const int MostDuplicates = 20;
    private const int MostEvents = 200;

    public async Task<Outcome<LeadDetails>> RunAsync(Guid leadId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var row = await db.Leads.Where(l => l.Id == leadId).AsRows(db).SingleOrDefaultAsync(ct);
        if (row is null)
        {
            return Problem.NotFound;
        }

        var statuses = await LeadStatuses.ReadAsync(db, account.Id, texts, ct);
        var notes = await db.LeadNotesWhere(n => n.LeadId == leadId).ToListAsync(ct);
        var contact = await db
            .Contacts.Where(c => c.Id == row.ContactId)
            .Select(c => new LeadContact(c.Id, c.FirstName, c.LastName, c.Username, c.Channel, c.Source, c.LanguageTag))
            .SingleOrDefaultAsync(ct);
        var duplicates = row.HasDuplicates ? await DuplicatesAsync(db, leadId, ct) : [];
        return new LeadDetails(
            row with
            {
                Status = statuses.Of(row.Status).Key,
            },
            contact,
            notes,
            await HistoryAsync(db, leadId, statuses, ct),
            [.. duplicates.Select(other => other with { Status = statuses.Of(other.Status).Key })]
        );
    }

    private static async Task<List<LeadRow>> DuplicatesAsync(BotStudioDb db, Guid leadId, CancellationToken ct)
    {
        var keys = await db
            .Leads.Where(l => l.Id == leadId)
            .Select(l => new
            {
                l.ContactId,
                l.PhoneKey,
                l.EmailKey,
            })
            .SingleAsync(ct);
        return await db
            .Leads.Where(l =>
                l.Id != leadId
                && (
                    (keys.ContactId != null && l.ContactId == keys.ContactId)
                    || (keys.PhoneKey != null && l.PhoneKey == keys.PhoneKey)
                    || (keys.EmailKey != null && l.EmailKey == keys.EmailKey)
                )
            )
            .OrderByDescending(l => l.Id)
            .Take(MostDuplicates)
            .AsRows(db)
            .ToListAsync(ct);
    }

    /// <summary>The latest first, with names in place of keys and ids.</summary>
    private static async Task<IReadOnlyList<LeadEventRow>> HistoryAsync(
        BotStudioDb db,
        Guid leadId,
        IReadOnlyList<LeadStatusRow> statuses,
        CancellationToken ct
    )
    {
        var events = await db
            .LeadEvents.Where(e => e.LeadId == leadId)
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(MostEvents)
            .Select(e => new
            {
                e.Id,
                e.Kind,
                e.At,
                e.UserId,
                e.Actor,
                e.Changes,
            })
            .ToListAsync(ct);
        var changes = events.ConvertAll(e => LeadEvent.Read(e.Changes));
        var ids = events
            .Select(e => e.UserId)
            .Concat(changes.SelectMany(each => each).Where(c => c.Field == "assignee").SelectMany(c => new[] { IdIn(c.From), IdIn(c.To) }))
            .OfType<Guid>()
            .Distinct()
            .ToList();
        var names = await db
            .Users.Where(u => ids.Contains(u.Id))
            .Select(u => new { u.Id, u.DisplayName })
            .ToDictionaryAsync(u => u.Id, u => u.DisplayName, ct);
        return
        [
            .. events.Select(
                (e, index) =>
                    new LeadEventRow(
                        e.Id,
                        e.Kind,
                        e.At,
                        e.UserId is { } user ? names.GetValueOrDefault(user) : e.Actor,
                        [.. changes[index].Select(Readable)]
                    )
            ),
        ];

        LeadFieldChange Readable(LeadFieldChange change) =>
            change.Field switch
            {
                "status" => change with { From = StatusName(change.From), To = StatusName(change.To) },
                "assignee" => change with { From = UserName(change.From), To = UserName(change.To) },
                _ => change,
            };

        string? StatusName(string? key) => statuses.FirstOrDefault(status => status.Key == key)?.Name ?? key;

        string? UserName(string? written) => IdIn(written) is { } id ? names.GetValueOrDefault(id) ?? "…" : written;
    }

    private static Guid? IdIn(string? written) => Guid.TryParse(written, out var id) ? id : null;
}

/// <param name="Contact">Null for somebody who has not talked to the bot.</param>
/// <param name="History">The latest first.</param>
/// <param name="Duplicates">Leads with the same contact, phone number or e-mail address, the newest first.</param>
public sealed record LeadDetails(
    LeadRow Lead,
    LeadContact? Contact,
    IReadOnlyList<LeadNoteRow> Notes,
    IReadOnlyList<LeadEventRow> History,
    IReadOnlyList<LeadRow> Duplicates
);

/// <param name="Source">What brought them: the payload of their first link.</param>
public sealed record LeadContact(
    Guid Id,
    string FirstName,
    string? LastName,
    string? Username,
    string Channel,
    string? Source,
    string? LanguageTag
)
{
    public string DisplayName =>
        $"{FirstName} {LastName}".Trim() is { Length: > 0 } name ? name
        : Username is { Length: > 0 } ? "@" + Username
        : "";
}

/// <param name="By">Who did it; null for the bot, or when the user is gone.</param>
/// <param name="Changes">With names of statuses and members in place of their keys and ids.</param>
public sealed record LeadEventRow(Guid Id, LeadEventKind Kind, DateTimeOffset At, string? By, IReadOnlyList<LeadFieldChange> Changes);
