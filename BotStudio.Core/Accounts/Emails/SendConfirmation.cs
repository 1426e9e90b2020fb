using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>Sends a user the link that confirms their e-mail address, at most once a minute; nothing for one that is confirmed.</summary>
public sealed class SendConfirmation(PlatformDb platformDb, AccountMails mails, JobQueue queue, TimeProvider clock)
{
    /// <summary>Where the link leads, with the code in the query's <c>code</c>.</summary>
    public const string Path = "/account/confirm-email";

    public async Task RunAsync(Guid userId, Uri site, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var email = await db.Users.Where(u => u.Id == userId && !u.EmailConfirmed).Select(u => u.Email).SingleOrDefaultAsync(ct);
        if (email is null || await db.HasJustSentAsync(userId, LinkPurpose.ConfirmEmail, now, ct))
        {
            return;
        }

        var code = await db.NewLinkAsync(userId, LinkPurpose.ConfirmEmail, email, now, ct);
        var mail = new AccountMail("confirm_email", email) { Link = new Uri(site, $"{Path}?code={code}"), HoldsSecret = true };
        await mails.EnqueueAsync(db, userId, mail, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
    }
}
