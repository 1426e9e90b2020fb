using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>
/// Another e-mail address: a link goes to the new one, a notice to the old one, and nothing changes until the link is opened. An address that
/// somebody else has gets no link, and the answer does not tell.
/// </summary>
/// <returns><c>accounts.email_invalid</c>, <c>accounts.email_same</c>; at the end <c>accounts.link_refused</c> or <c>accounts.email_taken</c>.</returns>
public sealed class ChangeEmail(PlatformDb platformDb, AccountMails mails, ILookupNormalizer normalizer, JobQueue queue, TimeProvider clock)
{
    /// <summary>Where the link leads, with the code in the query's <c>code</c>.</summary>
    public const string Path = "/account/change-email";

    /// <param name="userId">Who has just proved who they are, see <see cref="ProveIdentity"/>.</param>
    public async Task<Outcome> AskAsync(Guid userId, string? email, Uri site, CancellationToken ct)
    {
        if (EmailAddress.Parse(email) is not { } address)
        {
            return new Problem("accounts.email_invalid").At("/email");
        }

        var now = clock.GetUtcNow();
        var normalized = normalizer.NormalizeEmail(address);
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, ct);
        if (user.NormalizedEmail == normalized)
        {
            return new Problem("accounts.email_same").At("/email");
        }

        if (!await db.Users.AnyAsync(u => u.NormalizedEmail == normalized, ct))
        {
            var code = await db.NewLinkAsync(userId, LinkPurpose.ChangeEmail, address, now, ct);
            var link = new Uri(site, $"{Path}?code={code}");
            await mails.EnqueueAsync(
                db,
                userId,
                new AccountMail("change_email", address)
                {
                    To = address,
                    Link = link,
                    HoldsSecret = true,
                },
                ct
            );
        }

        await mails.EnqueueAsync(db, userId, new AccountMail("email_changing", address), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }

    /// <summary>The link of the new address was opened, and its reader agreed.</summary>
    public async Task<Outcome> FinishAsync(string? code, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.TakeLinkAsync(LinkPurpose.ChangeEmail, code, clock.GetUtcNow(), ct) is not { } link)
        {
            return ConfirmEmail.Refused;
        }

        // Told before, while it is still the user's.
        await mails.EnqueueAsync(db, link.UserId, new AccountMail("email_changed", link.Email), ct);
        var user = await db.Users.SingleAsync(u => u.Id == link.UserId, ct);
        (user.Email, user.UserName) = (link.Email, link.Email);
        (user.NormalizedEmail, user.NormalizedUserName) = (normalizer.NormalizeEmail(link.Email), normalizer.NormalizeName(link.Email));
        user.EmailConfirmed = true;
        await db.OneTimeLinks.Where(l => l.UserId == user.Id && l.Purpose != LinkPurpose.ChangeEmail).ExecuteDeleteAsync(ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Problem("accounts.email_taken");
        }

        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }

    /// <returns>The new address that the link is about; null when it would not be taken.</returns>
    public async Task<string?> FindAsync(string? code, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return (await db.FindLinkAsync(LinkPurpose.ChangeEmail, code, clock.GetUtcNow(), ct))?.Email;
    }
}
