using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Mail;

/// <summary>The log of e-mails, for the platform's admins: newest first.</summary>
public sealed class ListMails(PlatformDb platformDb)
{
    public const int PageSize = 50;

    /// <param name="page">Counted from 1.</param>
    /// <param name="search">In recipient, subject and kind.</param>
    public async Task<MailPage> RunAsync(MailStatus? status, string? search, int page, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var mails = db.Mails.AsNoTracking();
        mails = status is null ? mails : mails.Where(m => m.Status == status);
        if (search?.Trim() is { Length: > 0 } wanted)
        {
            var pattern =
                $"%{wanted.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
            mails = mails.Where(m =>
                EF.Functions.ILike(m.Recipient, pattern) || EF.Functions.ILike(m.Subject, pattern) || EF.Functions.ILike(m.Kind, pattern)
            );
        }

        var rows = await mails
            .OrderByDescending(m => m.Id)
            .Skip((Math.Max(page, 1) - 1) * PageSize)
            .Take(PageSize + 1)
            .Select(m => new MailRow(
                m.Id,
                m.Recipient,
                m.Kind,
                m.Language,
                m.Subject,
                m.Status,
                m.Attempts,
                m.NextAttemptAt,
                m.Error,
                m.CreatedAt,
                m.SentAt
            ))
            .ToListAsync(ct);
        return new MailPage([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}

public sealed record MailPage(IReadOnlyList<MailRow> Mails, bool HasMore);

public sealed record MailRow(
    Guid Id,
    string To,
    string Kind,
    string Language,
    string Subject,
    MailStatus Status,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt
);

/// <summary>What one e-mail says.</summary>
/// <returns>Null for one that is gone. The texts are empty when they held a secret and were sent.</returns>
public sealed class ReadMail(PlatformDb platformDb)
{
    public async Task<RenderedMail?> RunAsync(Guid mailId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return await db.Mails.Where(m => m.Id == mailId).Select(m => new RenderedMail(m.Subject, m.Text, m.Html)).SingleOrDefaultAsync(ct);
    }
}

/// <summary>Tries to send an e-mail once more that was given up, or made before there was a mail server.</summary>
/// <returns><c>not_found</c>; <c>mail.not_set_up</c>; <c>mail.cannot_retry</c> for one that was sent or is still on its way.</returns>
public sealed class RetryMail(PlatformDb platformDb, Mails mails, JobQueue queue, TimeProvider clock)
{
    public async Task<Outcome> RunAsync(Guid mailId, CancellationToken ct)
    {
        if (!mails.IsSetUp)
        {
            return new Problem("mail.not_set_up");
        }

        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two who press at once send it once.
        var mail = (await db.Mails.FromSql($"select * from mails where id = {mailId} for update").ToListAsync(ct)).SingleOrDefault();
        if (mail is null)
        {
            return Problem.NotFound;
        }

        if (mail.Status is not (MailStatus.Failed or MailStatus.NotSetUp))
        {
            return new Problem("mail.cannot_retry");
        }

        mail.TryAgain(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(db, new NewJob(mail.AccountId, Mails.SendKind, mail.Id.ToByteArray()), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}

/// <summary>Every e-mail that the product may send, as it would look, in any language.</summary>
public sealed class PreviewMails(IEnumerable<IMailSamples> samples, MailLayout layout)
{
    public IReadOnlyList<string> Kinds() => [.. samples.SelectMany(each => each.All()).Select(sample => sample.Kind)];

    /// <returns>Null for a kind that there is not.</returns>
    public RenderedMail? Find(string kind, string language)
    {
        var sample = samples.SelectMany(each => each.All()).FirstOrDefault(sample => sample.Kind == kind);
        return sample is null
            ? null
            : layout.Render(new MailToSend("anna@example.com", language, kind, Localization.InLanguage.Say(language, sample.Content)));
    }
}
