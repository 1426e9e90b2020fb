namespace BotStudio.Core.Accounts.External;

/// <summary>A provider that speaks OpenID Connect: authorization code with PKCE, the identity in a signed token.</summary>
/// <param name="Secret">The client's secret of this moment.</param>
public sealed record OpenIdProvider(string Name, string Title, Uri Authority, string ClientId, Func<string> Secret, string Scopes)
    : ExternalProvider(Name, Title)
{
    /// <summary>The claim that says who it is.</summary>
    public string KeyClaim { get; init; } = "sub";

    /// <summary>Client and secret go in the header, not in the body.</summary>
    public bool HasBasicAuthentication { get; init; }

    /// <summary>The browser comes back with a form instead of an address.</summary>
    public bool PostsForm { get; init; }
}
