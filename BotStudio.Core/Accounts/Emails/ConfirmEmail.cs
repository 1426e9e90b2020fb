using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>
/// Takes the link that was sent to a user's address. The address in <c>Admin__Email</c>, once it is proved, makes its user a platform admin.
/// </summary>
/// <returns>The address; <c>accounts.link_refused</c> for a link that is unknown, used, too old, or of an address the user no longer has.</returns>
public sealed class ConfirmEmail(PlatformDb platformDb, IOptions<AdminOptions> admin, TimeProvider clock, ILogger<ConfirmEmail> log)
{
    public static readonly Problem Refused = new("accounts.link_refused");

    public async Task<Outcome<string>> RunAsync(string? code, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.TakeLinkAsync(LinkPurpose.ConfirmEmail, code, clock.GetUtcNow(), ct) is not { } link)
        {
            return Refused;
        }

        var becomesAdmin = string.Equals(link.Email, admin.Value.Email, StringComparison.OrdinalIgnoreCase);
        var confirmed = await db
            .Users.Where(u => u.Id == link.UserId && u.Email == link.Email)
            .ExecuteUpdateAsync(
                user =>
                    user.SetProperty(u => u.EmailConfirmed, true)
                        .SetProperty(u => u.IsPlatformAdmin, u => u.IsPlatformAdmin || becomesAdmin),
                ct
            );
        if (confirmed == 0)
        {
            return Refused;
        }

        await transaction.CommitAsync(ct);
        if (becomesAdmin)
        {
            log.LogInformation("User {UserId} confirmed the address in Admin__Email and is a platform admin", link.UserId);
        }

        return Outcome.Of(link.Email);
    }

    /// <returns>The address that the link is about; null when it would not be taken.</returns>
    public async Task<string?> FindAsync(string? code, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return (await db.FindLinkAsync(LinkPurpose.ConfirmEmail, code, clock.GetUtcNow(), ct))?.Email;
    }
}
