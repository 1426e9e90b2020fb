namespace BotStudio.Core.Accounts.External;

/// <summary>Who somebody is at a provider, as the provider itself has sworn.</summary>
/// <param name="Provider">Name of the provider: <c>google</c>.</param>
/// <param name="Key">What never changes about them there.</param>
/// <param name="IsEmailVerified">The provider says that they read at the address.</param>
public sealed record ExternalIdentity(string Provider, string Key, string? Email, bool IsEmailVerified, string? Name)
{
    /// <summary>By what the user recognises it: an address, a name.</summary>
    public string Label => Email ?? Name ?? "";
}
