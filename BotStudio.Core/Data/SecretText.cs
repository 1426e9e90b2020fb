using Microsoft.AspNetCore.DataProtection;

namespace BotStudio.Core.Data;

/// <summary>Seals secrets (bot tokens, keys) for the database with the data-protection keys, and opens them again.</summary>
public sealed class SecretText(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("BotStudio.SecretText.v1");

    public string Seal(string secret) => protector.Protect(secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The keys that sealed it are gone.</exception>
    public string Open(string sealedSecret) => protector.Unprotect(sealedSecret);
}
