namespace BotStudio.Core.Accounts;

/// <summary>What <see cref="EnterAccount"/> does for a browser, for a program: by its access token.</summary>
/// <returns>The user, or null when the token does not open anything (any more).</returns>
public sealed class EnterWithToken(AccessTokens accessTokens, EnterAccount enterAccount)
{
    public async Task<SignedInUser?> RunAsync(string accessToken, CancellationToken ct, WantedAccount? wanted = null) =>
        accessTokens.Open(accessToken) is { } sessionId ? await enterAccount.RunAsync(sessionId, ct, wanted) : null;
}
