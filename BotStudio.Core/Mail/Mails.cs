using System.Net.Mail;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Mail;

/// <summary>
/// Puts e-mails on their way: a row of the log and the job that sends it. Without a mail server the row says so, and nothing fails.
/// </summary>
public sealed class Mails(PlatformDb platformDb, MailLayout layout, JobQueue queue, IOptions<SmtpOptions> smtp, TimeProvider clock)
{
    /// <summary>The job kind that sends; payload: the mail's id.</summary>
    public const string SendKind = "mail.send";

    /// <summary>False when this installation has no mail server.</summary>
    public bool IsSetUp => smtp.Value.Host is not null;

    /// <summary>With the next save of <paramref name="db"/>, which needs a transaction; call <see cref="JobQueue.Wake"/> after the commit.</summary>
    /// <returns>The mail's id.</returns>
    public async Task<Guid> EnqueueAsync(BotStudioDb db, MailToSend mail, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var row = new OutgoingMail(mail, layout.Render(mail), IsSetUp ? MailStatus.Waiting : MailStatus.NotSetUp, now);
        if (!MailAddress.TryCreate(mail.To, out _))
        {
            row.NoteFailure("mail.bad_address", isFinal: true, now);
        }

        db.Add(row);
        await db.SaveChangesAsync(ct);
        if (row.Status == MailStatus.Waiting)
        {
            await queue.EnqueueAsync(db, new NewJob(mail.AccountId, SendKind, row.Id.ToByteArray()), ct);
        }

        return row.Id;
    }

    /// <summary>By itself.</summary>
    /// <returns>The mail's id.</returns>
    public async Task<Guid> EnqueueAsync(MailToSend mail, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var id = await EnqueueAsync(db, mail, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return id;
    }
}
