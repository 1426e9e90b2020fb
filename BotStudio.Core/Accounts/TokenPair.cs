namespace BotStudio.Core.Accounts;

/// <param name="AccessToken">Sent with every call as <c>Authorization: Bearer</c>.</param>
/// <param name="RefreshToken">Good for one use, within <see cref="Session.Lifetime"/>.</param>
/// <param name="ExpiresIn">How long the access token lives.</param>
public sealed record TokenPair(string AccessToken, string RefreshToken, TimeSpan ExpiresIn);
