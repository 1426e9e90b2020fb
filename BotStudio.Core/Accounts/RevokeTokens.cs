using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Ends an API client's sign-in: its access and refresh tokens stop working at once. Ending what has ended is fine.</summary>
public sealed class RevokeTokens(PlatformDb platformDb)
{
    public async Task RunAsync(Guid familyId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await db.TokenFamilies.Where(f => f.Id == familyId).ExecuteDeleteAsync(ct);
    }

    /// <summary>For a client whose access token has run out.</summary>
    public async Task RunAsync(string refreshToken, CancellationToken ct)
    {
        var hash = RandomCode.Hash(refreshToken);
        await using var db = platformDb.Open();
        await db.TokenFamilies.Where(f => db.RefreshTokens.Any(t => t.Hash == hash && t.FamilyId == f.Id)).ExecuteDeleteAsync(ct);
    }
}
