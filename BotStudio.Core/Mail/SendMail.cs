using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Mail;

/// <summary>The job that hands one e-mail to the mail server and writes down what came of it.</summary>
public sealed class SendMail(PlatformDb platformDb, JobQueue queue, IOptions<SmtpOptions> smtp, TimeProvider clock) : JobHandler(queue)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly JobQueue queue = queue;

    public override string Kind => Mails.SendKind;

    /// <summary>Few at a time: mail servers limit connections. Attempts of the job are crashes of ours, not failures of theirs.</summary>
    public override JobRules Rules { get; } =
        new(MaxAttempts: 8, MaxInFlight: 8, FirstPause: TimeSpan.FromSeconds(30), LongestPause: TimeSpan.FromMinutes(30));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var id = new Guid(job.Payload);
        await using var db = platformDb.Open();
        var mail = await db.Mails.SingleOrDefaultAsync(m => m.Id == id && m.Status == MailStatus.Waiting, ct);
        if (mail is null)
        {
            return;
        }

        var failure = await TrySendAsync(mail, ct);
        var now = clock.GetUtcNow();
        if (failure is null)
        {
            mail.NoteSent(now);
        }
        else
        {
            mail.NoteFailure(failure.Reason, failure.IsFinal, now);
        }

        // It may have been sent: that is written down whatever happens to this process now.
        await db.SaveChangesAsync(CancellationToken.None);
        if (mail.NextAttemptAt is { } next)
        {
            await queue.PostponeAsync(job, next, CancellationToken.None);
        }
    }

    private async Task<Failure?> TrySendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var options = smtp.Value;
        if (options.Host is null)
        {
            return new Failure("mail.not_set_up", IsFinal: true);
        }

        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            using var client = new SmtpClient(options.Host, options.Port)
            {
                // A server on this machine offers no TLS and needs none; to any other nothing goes in clear.
                EnableSsl = !IsLoopback(options.Host),
                Credentials = options.User is null ? null : new NetworkCredential(options.User, options.Password),
            };
            using var message = MessageOf(mail, options.From!);
            await client.SendMailAsync(message, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new Failure("mail.timed_out", IsFinal: false);
        }
        catch (SmtpException refused)
        {
            return new Failure($"{(int)refused.StatusCode} {refused.Message}", IsFinal(refused));
        }
    }

    /// <summary>The server will never take this mail for this reader; that it does not let us in at all is another matter, and passes.</summary>
    private static bool IsFinal(SmtpException refused) => refused is SmtpFailedRecipientException && (int)refused.StatusCode >= 500;

    private static MailMessage MessageOf(OutgoingMail mail, string from)
    {
        var message = new MailMessage
        {
            From = new MailAddress(from, "BotStudio", Encoding.UTF8),
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
        };
        message.To.Add(mail.Recipient);
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        // The same at each try, so that a mail sent twice is shown once.
        message.Headers.Add("Message-ID", $"<{mail.Id:n}@{message.From.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private sealed record Failure(string Reason, bool IsFinal);
}
