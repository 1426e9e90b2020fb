using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Leads.Telling;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Leads;

/// <summary>What is to be different of a lead; what is null stays.</summary>
public sealed record LeadChange
{
    public LeadTexts Texts { get; init; } = new();

    /// <summary>Key of a status.</summary>
    public string? Status { get; init; }

    /// <summary>Who is to look after it: the id of a user, <see cref="Me"/> or <see cref="Nobody"/>.</summary>
    public string? Assignee { get; init; }

    public const string Me = "me";
    public const string Nobody = "nobody";
}

/// <summary>Changes a lead, notes in its history what was different, and has it told to whom it concerns.</summary>
/// <returns>
/// <c>not_found</c>; <c>forbidden</c> below operator; <c>leads.no_status</c>; <c>leads.no_member</c>; what <see cref="LeadTexts"/> finds.
/// </returns>
public sealed class ChangeLead(
    AccountDb accountDb,
    CurrentAccount account,
    JobQueue queue,
    IStringLocalizer<LeadsText> texts,
    TimeProvider clock
)
{
    public async Task<Outcome<LeadRow>> RunAsync(Guid leadId, LeadChange change, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.LockLeadAsync(leadId, ct) is not { } lead)
        {
            return Problem.NotFound;
        }

        var written = change.Texts.Cleaned();
        if (written.Check() is { Count: > 0 } problems)
        {
            return Outcome<LeadRow>.Refused(problems);
        }

        var now = clock.GetUtcNow();
        List<LeadFieldChange?> changes = [.. lead.Write(written, now)];
        if (change.Status is { } status)
        {
            if (!await db.HoldStatusAsync(account.Id, status, ct))
            {
                return new Problem("leads.no_status", status).At("/status");
            }

            changes.Add(lead.MoveTo(status, now));
        }

        if (change.Assignee is { } assignee)
        {
            var (isKnown, userId) = await AssigneeAsync(db, assignee, ct);
            if (!isKnown)
            {
                return new Problem("leads.no_member").At("/assignee");
            }

            changes.Add(lead.GiveTo(userId, now));
        }

        if (changes.OfType<LeadFieldChange>().ToList() is { Count: > 0 } different)
        {
            var line = new LeadEvent(account.Id, lead.Id, LeadEventKind.Changed, different, account.UserId, null, now);
            await db.TellAsync(queue, lead, line, ct);
        }

        await transaction.CommitAsync(ct);
        queue.Wake();
        var row = await db.Leads.Where(l => l.Id == leadId).AsRows(db).SingleAsync(ct);
        return row with { Status = (await LeadStatuses.ReadAsync(db, account.Id, texts, ct)).Of(row.Status).Key };
    }

    private async Task<(bool IsKnown, Guid? UserId)> AssigneeAsync(BotStudioDb db, string assignee, CancellationToken ct)
    {
        if (assignee is LeadChange.Nobody or "")
        {
            return (true, null);
        }

        Guid? wanted =
            assignee == LeadChange.Me ? account.UserId
            : Guid.TryParse(assignee, out var id) ? id
            : null;
        return wanted is { } userId && await db.MayWorkLeads(account.Id).AnyAsync(m => m.UserId == userId, ct)
            ? (true, userId)
            : (false, null);
    }
}

/// <summary>What acts that change leads have in common.</summary>
internal static class LeadLocks
{
    private static readonly Role[] Working = [.. RoleTable.Roles.Where(role => RoleTable.Allows(role, Permission.ChangePeople))];

    /// <summary>Whoever else changes the lead at the same time waits until this transaction is over.</summary>
    public static Task<Lead?> LockLeadAsync(this BotStudioDb db, Guid leadId, CancellationToken ct) =>
        db.Leads.FromSql($"select * from leads where id = {leadId} for update").SingleOrDefaultAsync(ct);

    /// <summary>False when there is no such status. One that is there stays until this transaction is over.</summary>
    public static async Task<bool> HoldStatusAsync(this BotStudioDb db, Guid accountId, string key, CancellationToken ct)
    {
        var held = await db
            .LeadStatuses.FromSql($"select * from lead_statuses where account_id = {accountId} and key = {key} for key share")
            .AsNoTracking()
            .ToListAsync(ct);
        return held.Count > 0
            || (
                LeadStatuses.BuiltIn.Any(status => status.Key == key) && !await db.LeadStatuses.AnyAsync(s => s.AccountId == accountId, ct)
            );
    }

    /// <summary>The members that a lead may be given to.</summary>
    public static IQueryable<Membership> MayWorkLeads(this BotStudioDb db, Guid accountId) =>
        db.Memberships.Where(m => m.AccountId == accountId && Working.Contains(m.Role));

    /// <summary>Saves what was changed with its line of the history, and leaves the job that tells of it.</summary>
    public static async Task TellAsync(this BotStudioDb db, JobQueue queue, Lead lead, LeadEvent line, CancellationToken ct)
    {
        db.Add(line);
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(db, new LeadNews(lead.Id, line.Id).ToJob(lead.AccountId, lead.BotId), ct);
    }
}
