using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

/// <summary>A lead that a person or a program writes down.</summary>
/// <param name="BotId">Whose lead it is; may be left out where a conversation says so.</param>
/// <param name="ConversationId">Where it comes from; null for somebody who has not talked to the bot.</param>
public sealed record NewLead(Guid? BotId, Guid? ConversationId, LeadTexts Texts)
{
    /// <summary>Who left it, where no conversation says so.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>Null begins where new ones do.</summary>
    public string? Status { get; init; }

    public LeadSource Source { get; init; } = LeadSource.Person;
}

/// <summary>Writes a lead down. The name of its contact is taken where none is given.</summary>
/// <returns>
/// <c>not_found</c> for another account's bot, contact or conversation; <c>forbidden</c> below operator; <c>leads.empty</c>; <c>leads.no_status</c>;
/// what <see cref="LeadTexts"/> finds.
/// </returns>
public sealed class CreateLead(
    AccountDb accountDb,
    CurrentAccount account,
    JobQueue queue,
    IStringLocalizer<LeadsText> texts,
    TimeProvider clock
)
{
    public async Task<Outcome<LeadRow>> RunAsync(NewLead input, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        var written = input.Texts.Cleaned();
        if (written.Check() is { Count: > 0 } problems)
        {
            return Outcome<LeadRow>.Refused(problems);
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var from = await SourceAsync(db, input, ct);
        if (from is null)
        {
            return Problem.NotFound;
        }

        var statuses = await LeadStatuses.ReadAsync(db, account.Id, texts, ct);
        var status = input.Status ?? statuses.Of("").Key;
        if (!await db.HoldStatusAsync(account.Id, status, ct))
        {
            return new Problem("leads.no_status", status).At("/status");
        }

        var now = clock.GetUtcNow();
        var lead = new Lead(account.Id, from.BotId, input.Source, status, now);
        if (from.ContactId is { } contact)
        {
            lead.ComesFrom(contact, input.ConversationId);
        }

        lead.Write(string.IsNullOrEmpty(written.Name) ? written with { Name = from.ContactName } : written, now);
        if (lead.Name.Length + lead.Phone.Length + lead.Email.Length + lead.Need.Length == 0)
        {
            return new Problem("leads.empty").At("/name");
        }

        db.Add(lead);
        await db.SaveChangesAsync(ct);
        await db.TellAsync(queue, lead, new LeadEvent(account.Id, lead.Id, LeadEventKind.Created, [], account.UserId, null, now), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return await db.Leads.Where(l => l.Id == lead.Id).AsRows(db).SingleAsync(ct);
    }

    /// <returns>Null when any of it is not there, or does not belong together.</returns>
    private static async Task<From?> SourceAsync(BotStudioDb db, NewLead input, CancellationToken ct)
    {
        if (input.ConversationId is { } conversationId)
        {
            return await db
                .Conversations.Where(v => v.Id == conversationId && (input.BotId == null || v.BotId == input.BotId))
                .Where(v => input.ContactId == null || v.ContactId == input.ContactId)
                .Join(
                    db.Contacts,
                    v => v.ContactId,
                    c => c.Id,
                    (v, c) => new From(v.BotId, c.Id, (c.FirstName + " " + (c.LastName ?? "")).Trim())
                )
                .SingleOrDefaultAsync(ct);
        }

        if (input.ContactId is { } contactId)
        {
            return await db
                .Contacts.Where(c => c.Id == contactId && (input.BotId == null || c.BotId == input.BotId))
                .Select(c => new From(c.BotId, c.Id, (c.FirstName + " " + (c.LastName ?? "")).Trim()))
                .SingleOrDefaultAsync(ct);
        }

        return await db.Bots.Where(b => b.Id == input.BotId).Select(b => new From(b.Id, null, "")).SingleOrDefaultAsync(ct);
    }

    private sealed record From(Guid BotId, Guid? ContactId, string Name)
    {
        public string ContactName => StoredText.Cut(Name, Lead.MaxNameLength);
    }
}
