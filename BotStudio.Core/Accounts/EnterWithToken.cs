using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>What <see cref="EnterAccount"/> does for a browser, for an API client: by its access token.</summary>
/// <returns>The user and the token's family, or null when the token does not open anything (any more).</returns>
public sealed class EnterWithToken(PlatformDb platformDb, AccessTokens accessTokens, EnterAccount enterAccount)
{
    public async Task<(SignedInUser User, Guid FamilyId)?> RunAsync(string accessToken, CancellationToken ct)
    {
        if (accessTokens.Open(accessToken) is not { } familyId)
        {
            return null;
        }

        await using var db = platformDb.Open();
        var family = await db.TokenFamilies.AsNoTracking().SingleOrDefaultAsync(f => f.Id == familyId, ct);
        return family is not null && await enterAccount.RunAsync(family.Session, ct) is { } user ? (user, familyId) : null;
    }
}
