using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Data;

/// <summary>
/// Keeps data protection's keys in the database. Its interface blocks, which costs little: the framework reads once a day and writes once in
/// ninety.
/// </summary>
public sealed class ProtectionKeys(PlatformDb platformDb, IOptions<ProtectionOptions> options) : IXmlRepository
{
    private readonly MasterKey? masterKey = options.Value.Key is { } secret ? new MasterKey(secret) : null;

    public MasterKey? MasterKey => masterKey;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = platformDb.Open();
        return db.ProtectionKeys.AsNoTracking().AsEnumerable().Select(Open).ToList();
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var xml = element.ToString(SaveOptions.DisableFormatting);
        var stored = masterKey?.Seal(friendlyName, xml) ?? xml;
        using var db = platformDb.Open();
        db.Database.ExecuteSql($"insert into protection_keys (name, xml) values ({friendlyName}, {stored})");
    }

    /// <exception cref="CryptographicException">The key was sealed with another master key than the one configured now.</exception>
    private XElement Open(ProtectionKey key) =>
        XElement.Parse(
            !MasterKey.IsSealed(key.Xml) ? key.Xml
            : masterKey is not null ? masterKey.Open(key.Name, key.Xml)
            : throw new CryptographicException("The keys in the database are sealed, but DataProtection__Key is absent.")
        );
}
