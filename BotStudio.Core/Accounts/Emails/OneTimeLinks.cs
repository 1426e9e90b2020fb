using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>Makes and takes one-time links; who may have one, and what it does, is the acts' affair.</summary>
internal static class OneTimeLinks
{
    /// <summary>A new link makes the earlier ones of its kind worthless, and those that ran out are forgotten.</summary>
    /// <returns>The code.</returns>
    public static async Task<string> NewLinkAsync(
        this BotStudioDb db,
        Guid userId,
        LinkPurpose purpose,
        string email,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var code = RandomCode.New();
        await db.OneTimeLinks.Where(l => (l.UserId == userId && l.Purpose == purpose) || l.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        db.OneTimeLinks.Add(new OneTimeLink(RandomCode.Hash(code), userId, purpose, email, now));
        await db.SaveChangesAsync(ct);
        return code;
    }

    /// <summary>Whether the last one was sent a moment ago: pressing a button again and again fills nobody's mailbox.</summary>
    public static Task<bool> HasJustSentAsync(
        this BotStudioDb db,
        Guid userId,
        LinkPurpose purpose,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var recently = now - TimeSpan.FromMinutes(1);
        return db.OneTimeLinks.AnyAsync(l => l.UserId == userId && l.Purpose == purpose && l.CreatedAt > recently && l.UsedAt == null, ct);
    }

    /// <summary>Whether it would still be taken, without using it: links are also opened by programs that only look.</summary>
    public static Task<OneTimeLink?> FindLinkAsync(
        this BotStudioDb db,
        LinkPurpose purpose,
        string? code,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var hash = RandomCode.Hash(code ?? "");
        return db
            .OneTimeLinks.AsNoTracking()
            .SingleOrDefaultAsync(l => l.CodeHash == hash && l.Purpose == purpose && l.UsedAt == null && l.ExpiresAt > now, ct);
    }

    /// <summary>Uses it, once, whoever comes at the same time.</summary>
    public static async Task<OneTimeLink?> TakeLinkAsync(
        this BotStudioDb db,
        LinkPurpose purpose,
        string? code,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var link = await db.FindLinkAsync(purpose, code, now, ct);
        if (link is null)
        {
            return null;
        }

        var used = await db
            .OneTimeLinks.Where(l => l.CodeHash == link.CodeHash && l.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), ct);
        return used == 1 ? link : null;
    }
}
