using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Contacts;

/// <summary>Says what <see cref="DeleteContact"/> would take away: the name of each kind of thing and how many there are.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class CountHeld(AccountDb accountDb, HeldContacts held)
{
    public async Task<Outcome<IReadOnlyList<HeldCount>>> RunAsync(Guid botId, Guid contactId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (await HeldContacts.FindAsync(db, botId, contactId, ct) is not { } contact)
        {
            return Problem.NotFound;
        }

        var counts = new List<HeldCount>();
        foreach (var holder in held.Holders)
        {
            counts.Add(new HeldCount(holder.Name, await holder.CountAsync(db, contact, ct)));
        }

        return counts;
    }
}

/// <param name="Name">See <see cref="IHoldsContactData.Name"/>.</param>
public sealed record HeldCount(string Name, long Count);

/// <summary>
/// Deletes a person with everything that was kept of them, for good. Whoever writes to the bot again afterwards is somebody new.
/// </summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class DeleteContact(AccountDb accountDb, CurrentAccount account, HeldContacts held, JobQueue queue, TimeProvider clock)
{
    /// <summary>After that even the slowest turn that had begun before has ended.</summary>
    internal static readonly TimeSpan SweepAfter = TimeSpan.FromMinutes(2);

    public async Task<Outcome> RunAsync(Guid botId, Guid contactId, CancellationToken ct)
    {
        if (!account.May(Permission.DeletePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await HeldContacts.FindAsync(db, botId, contactId, ct) is not { } contact)
        {
            return Problem.NotFound;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await held.DeleteAsync(db, contact, ct);
        db.Audit(AuditAct.ContactDeleted, "", contactId);
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(
            db,
            new NewJob(account.Id, SweepConversations.JobKind, SweepConversations.PayloadOf(contact))
            {
                SubjectId = botId,
                DueAt = clock.GetUtcNow() + SweepAfter,
            },
            ct
        );
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Conversations}, {botId.ToString()})", ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}

/// <summary>
/// The job that looks once more after a contact was deleted: a turn that had found the conversation just before may have added something to it.
/// </summary>
internal sealed class SweepConversations(JobQueue queue, IServiceScopeFactory scopes, HeldContacts held) : JobHandler(queue)
{
    public const string JobKind = "contacts.sweep";

    public override string Kind => JobKind;

    /// <summary>Without the chats: whoever came back meanwhile is somebody new, whose messages wait there.</summary>
    public static byte[] PayloadOf(HeldContact contact) => JsonSerializer.SerializeToUtf8Bytes(contact with { ChatIds = [] });

    protected override Task HandleAsync(ClaimedJob job, CancellationToken ct) => SweepAsync(job.AccountId, job.Payload, ct);

    internal async Task SweepAsync(Guid accountId, byte[] payload, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(accountId, null, Role.Owner);
        await using var db = await scope.ServiceProvider.GetRequiredService<AccountDb>().OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await held.DeleteAsync(db, JsonSerializer.Deserialize<HeldContact>(payload)!, ct);
        await transaction.CommitAsync(ct);
    }
}
