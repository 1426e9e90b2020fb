using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Makes the code of a one-time link for whoever sits at the machine's terminal, and forgets links that nobody opened in time.</summary>
public sealed class CreateAdminLink(PlatformDb platformDb, TimeProvider clock)
{
    /// <summary>Where the link leads, with the code in the query's <c>code</c>.</summary>
    public const string Path = "/account/admin-link";

    /// <returns>The address below <paramref name="site"/>, good once and for <see cref="AdminLink.Lifetime"/>.</returns>
    public async Task<Uri> RunAsync(Uri site, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var code = RandomCode.New();
        await using var db = platformDb.Open();
        await db.AdminLinks.Where(l => l.UsedAt == null && l.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        db.AdminLinks.Add(new AdminLink(RandomCode.Hash(code), now));
        await db.SaveChangesAsync(ct);
        return new Uri(site, $"{Path}?code={code}");
    }

    /// <summary>Null when there is a platform admin already, who needs no link.</summary>
    public async Task<Uri?> RunUnlessThereIsAnAdminAsync(Uri site, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return await db.Users.AnyAsync(u => u.IsPlatformAdmin, ct) ? null : await RunAsync(site, ct);
    }
}
