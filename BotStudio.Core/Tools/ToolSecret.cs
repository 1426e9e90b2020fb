using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Tools;

/// <summary>
/// The value of a header that nobody is to read. Kept beside the document, so that no version, export or copy of a bot has it, and given for one
/// host: whoever changes the tool's address has to give it again.
/// </summary>
public sealed class ToolSecret : IBelongsToAccount
{
    /// <summary>Of a secret all that is ever shown.</summary>
    public const int HintLength = 4;

    private ToolSecret() { }

    public ToolSecret(Guid accountId, Guid botId, string headerId)
    {
        AccountId = accountId;
        BotId = botId;
        HeaderId = headerId;
    }

    public Guid BotId { get; private set; }

    /// <summary>Id of the <see cref="ToolHeader"/> in the document.</summary>
    public string HeaderId { get; private set; } = "";

    public Guid AccountId { get; private set; }

    /// <summary>Where it may be sent, see <see cref="ToolAddress.Host"/>.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Sealed by <see cref="SecretText"/>.</summary>
    public string SealedValue { get; private set; } = "";

    /// <summary>The last characters of a long one.</summary>
    public string Hint { get; private set; } = "";

    public DateTimeOffset SavedAt { get; private set; }

    public void Put(string sealedValue, string hint, string host, DateTimeOffset now)
    {
        SealedValue = sealedValue;
        Hint = hint;
        Host = host;
        SavedAt = now;
    }
}

internal sealed class ToolSecretMapping : IEntityTypeConfiguration<ToolSecret>
{
    public void Configure(EntityTypeBuilder<ToolSecret> secret)
    {
        secret.HasKey(s => new { s.BotId, s.HeaderId });
        secret.Property(s => s.HeaderId).HasMaxLength(PartId.MaxLength);
        secret.Property(s => s.Host).HasMaxLength(300);
        secret.Property(s => s.Hint).HasMaxLength(ToolSecret.HintLength);
        secret.HasOne<Bot>().WithMany().HasForeignKey(s => s.BotId);
    }
}
