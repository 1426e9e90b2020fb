using System.Net.Mail;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Mail;

/// <summary>
/// Puts e-mails on their way: a row of the log and the job that sends it. Without a mail server the row says so, and nothing fails.
/// </summary>
public sealed class Mails(
    PlatformDb platformDb,
    MailLayout layout,
    JobQueue queue,
    IOptions<SmtpOptions> smtp,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<Mails> log
)
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

        ShowLink(row, mail);
        return row.Id;
    }

    /// <summary>
    /// Without a mail server, whoever starts the product at a terminal (<c>Welcome</c>, as ./run.sh sets it) finds the link there. Elsewhere logs
    /// are kept, and a link that lets somebody in has no place in them.
    /// </summary>
    private void ShowLink(OutgoingMail row, MailToSend mail)
    {
        if (row.Status == MailStatus.NotSetUp && mail.Content.Button is { } button && configuration.GetValue<bool>("Welcome"))
        {
            log.LogInformation("No mail server is set up. The e-mail {Kind} would lead to {Link}", mail.Kind, button.Url);
        }
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
