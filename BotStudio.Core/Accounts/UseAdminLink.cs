using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Accounts;

/// <summary>Makes the user who opened a one-time link a platform admin; of two who open it at once, one.</summary>
/// <returns><c>accounts.admin_link_refused</c> for a link that is unknown, used or too old.</returns>
public sealed class UseAdminLink(PlatformDb platformDb, TimeProvider clock, ILogger<UseAdminLink> log)
{
    public static readonly Problem Refused = new("accounts.admin_link_refused");

    public async Task<Outcome> RunAsync(string code, Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = RandomCode.Hash(code);
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var used = await db
            .AdminLinks.Where(l => l.CodeHash == hash && l.UsedAt == null && l.ExpiresAt > now)
            .ExecuteUpdateAsync(link => link.SetProperty(l => l.UsedAt, now).SetProperty(l => l.UsedByUserId, userId), ct);
        if (used == 0)
        {
            return Refused;
        }

        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(user => user.SetProperty(u => u.IsPlatformAdmin, true), ct);
        await transaction.CommitAsync(ct);
        log.LogInformation("User {UserId} became a platform admin by a one-time link", userId);
        return Outcome.Done;
    }

    /// <summary>Whether the code would still be taken, without using it: links are also opened by programs that only look.</summary>
    public async Task<bool> IsGoodAsync(string? code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = RandomCode.Hash(code ?? "");
        await using var db = platformDb.Open();
        return await db.AdminLinks.AnyAsync(l => l.CodeHash == hash && l.UsedAt == null && l.ExpiresAt > now, ct);
    }
}
