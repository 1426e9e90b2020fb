using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>
/// Somebody forgot the password of an address. Whether anybody has it is found out later, by a job, so that the answer and the time it takes are
/// the same for every address.
/// </summary>
public sealed class AskForPassword(JobQueue queue)
{
    /// <summary>Where the link leads, with the code in the query's <c>code</c>.</summary>
    public const string Path = "/account/reset-password";

    internal const string JobKind = "accounts.forgot_password";

    public async Task RunAsync(string? email, Uri site, CancellationToken ct)
    {
        if (EmailAddress.Parse(email) is { } address)
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(new Forgotten(address, site), EmailsJson.Default.Forgotten);
            await queue.EnqueueAsync(new NewJob(Guid.Empty, JobKind, payload), ct);
        }
    }

    internal sealed record Forgotten(string Email, Uri Site);
}

/// <summary>The job that sends the link for a new password, if anybody has the address.</summary>
public sealed class SendPasswordLink(PlatformDb platformDb, AccountMails mails, JobQueue queue, TimeProvider clock) : JobHandler(queue)
{
    public override string Kind => AskForPassword.JobKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var (email, site) = JsonSerializer.Deserialize(job.Payload, EmailsJson.Default.Forgotten)!;
        var now = clock.GetUtcNow();
        var normalized = new UpperInvariantLookupNormalizer().NormalizeEmail(email);
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct);
        if (user is null || await db.HasJustSentAsync(user.Id, LinkPurpose.ResetPassword, now, ct))
        {
            return;
        }

        var code = await db.NewLinkAsync(user.Id, LinkPurpose.ResetPassword, user.Email!, now, ct);
        var link = new Uri(site, $"{AskForPassword.Path}?code={code}");
        await mails.EnqueueAsync(db, user.Id, new AccountMail("reset_password", user.Email!) { Link = link, HoldsSecret = true }, ct);
        await transaction.CommitAsync(ct);
        Queue.Wake();
    }
}

[JsonSerializable(typeof(AskForPassword.Forgotten))]
internal sealed partial class EmailsJson : JsonSerializerContext;
