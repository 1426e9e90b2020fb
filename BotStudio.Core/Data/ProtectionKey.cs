using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Data;

/// <summary>
/// One key of ASP.NET Core data protection. In the database, so that every process reads what any other sealed; itself sealed by
/// <see cref="MasterKey"/> when one is configured.
/// </summary>
[PlatformWide]
public sealed class ProtectionKey
{
    private ProtectionKey() { }

    public ProtectionKey(string name, string xml)
    {
        Name = name;
        Xml = xml;
    }

    public string Name { get; private set; } = "";

    /// <summary>The key as XML, or that sealed.</summary>
    public string Xml { get; private set; } = "";

    internal void Seal(MasterKey masterKey) => Xml = masterKey.Seal(Name, Xml);
}

internal sealed class ProtectionKeyMapping : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> key)
    {
        key.HasKey(k => k.Name);
        key.Property(k => k.Name).HasMaxLength(200);
    }
}
