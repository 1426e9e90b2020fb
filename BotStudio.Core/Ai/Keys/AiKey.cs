using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Ai.Keys;

/// <summary>An account's own key with a provider; one a provider. It is used instead of the platform's.</summary>
public sealed class AiKey : IBelongsToAccount
{
    public const int MaxKeyLength = 500;
    public const int MaxBaseUrlLength = 500;

    /// <summary>Models that are kept of what the provider lists; some list thousands.</summary>
    public const int MostModels = 500;

    /// <summary>Of a key all that is ever shown.</summary>
    public const int HintLength = 4;

    private AiKey() { }

    public AiKey(Guid accountId, string provider, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        Provider = provider;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>Key of an <see cref="Providers.AiProvider"/>.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>Null for the provider's usual one.</summary>
    public string? BaseUrl { get; private set; }

    /// <summary>Sealed by <see cref="SecretText"/>; empty for a server that asks for none.</summary>
    public string SealedKey { get; private set; } = "";

    public string Hint { get; private set; } = "";

    /// <summary>What the provider listed when the key was checked last.</summary>
    public string[] Models { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset CheckedAt { get; private set; }

    /// <summary>Since when the provider refuses it; it is not used until it is replaced or checked again.</summary>
    public DateTimeOffset? RefusedAt { get; private set; }

    /// <summary>Puts a checked key in place.</summary>
    public void Use(string? baseUrl, string sealedKey, string hint, IReadOnlyList<string> models, DateTimeOffset now)
    {
        BaseUrl = baseUrl;
        SealedKey = sealedKey;
        Hint = hint;
        Accept(models, now);
    }

    /// <summary>It was tried out and is good.</summary>
    public void Accept(IReadOnlyList<string> models, DateTimeOffset now)
    {
        Models = [.. models.Take(MostModels)];
        CheckedAt = now;
        RefusedAt = null;
    }

    public void Refuse(DateTimeOffset now)
    {
        CheckedAt = now;
        RefusedAt ??= now;
    }
}

internal sealed class AiKeyMapping : IEntityTypeConfiguration<AiKey>
{
    public void Configure(EntityTypeBuilder<AiKey> key)
    {
        key.Property(k => k.Provider).HasMaxLength(30);
        key.Property(k => k.BaseUrl).HasMaxLength(AiKey.MaxBaseUrlLength);
        key.Property(k => k.Hint).HasMaxLength(AiKey.HintLength);
        key.HasIndex(k => new { k.AccountId, k.Provider }).IsUnique();
    }
}
