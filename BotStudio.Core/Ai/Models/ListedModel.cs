using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Ai.Models;

/// <summary>What the platform knows of a model, or of a family of models whose names begin alike. Begins as <see cref="ModelCatalog"/> has it.</summary>
[PlatformWide]
public sealed class ListedModel
{
    public const int MaxNameLength = 100;

    private ListedModel() { }

    public ListedModel(string provider, string name, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Provider = provider;
        Name = name;
    }

    public Guid Id { get; private set; }

    /// <summary>Key of the provider that serves it.</summary>
    public string Provider { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int ContextTokens { get; private set; }

    public int MaxOutputTokens { get; private set; }

    public Vocabulary Vocabulary { get; private set; }

    public bool TakesTemperature { get; private set; }

    public bool SeesImages { get; private set; }

    public bool CallsTools { get; private set; }

    public bool WritesDown { get; private set; }

    /// <summary>Shown where a model is chosen. One that is not may still be written by its name.</summary>
    public bool IsOffered { get; private set; } = true;

    /// <summary>When an admin changed it last; null while it is as this version of the product has it.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>Takes over what this version of the product knows.</summary>
    public void Learn(ModelLimits known)
    {
        ContextTokens = known.ContextTokens;
        MaxOutputTokens = known.MaxOutputTokens;
        Vocabulary = known.Vocabulary;
        TakesTemperature = known.TakesTemperature;
        SeesImages = known.SeesImages;
        CallsTools = known.CallsTools;
        WritesDown = known.WritesDown;
    }

    public void Correct(ModelLimits corrected, bool isOffered, DateTimeOffset now)
    {
        Learn(corrected);
        IsOffered = isOffered;
        EditedAt = now;
    }

    /// <summary>As the rest of the product speaks of it.</summary>
    public ModelLimits ToLimits(ModelPrice? price) =>
        new(Name, ContextTokens, MaxOutputTokens, Vocabulary)
        {
            Provider = Provider,
            TakesTemperature = TakesTemperature,
            SeesImages = SeesImages,
            CallsTools = CallsTools,
            WritesDown = WritesDown,
            Price = price,
        };
}

/// <summary>What a model costs from a moment on, until the next price. US dollars per million tokens.</summary>
[PlatformWide]
public sealed class ListedPrice
{
    private ListedPrice() { }

    public ListedPrice(Guid modelId, DateTimeOffset validFrom, ModelPrice price)
    {
        ModelId = modelId;
        ValidFrom = validFrom;
        Change(price);
    }

    public Guid ModelId { get; private set; }

    public DateTimeOffset ValidFrom { get; private set; }

    public decimal Input { get; private set; }

    public decimal? CachedInput { get; private set; }

    public decimal Output { get; private set; }

    /// <summary>Of sound; null for models that write nothing down.</summary>
    public decimal? PerMinute { get; private set; }

    public void Change(ModelPrice price)
    {
        Input = price.Input;
        CachedInput = price.CachedInput;
        Output = price.Output;
        PerMinute = price.PerMinute;
    }

    public ModelPrice ToPrice() => new(Input, CachedInput, Output) { PerMinute = PerMinute };
}

internal sealed class ListedModelMapping : IEntityTypeConfiguration<ListedModel>
{
    public void Configure(EntityTypeBuilder<ListedModel> model)
    {
        model.ToTable("ai_models");
        model.Property(m => m.Provider).HasMaxLength(30);
        model.Property(m => m.Name).HasMaxLength(ListedModel.MaxNameLength);
        model.Property(m => m.Vocabulary).HasConversion<short>();
        model.HasIndex(m => new { m.Provider, m.Name }).IsUnique();
    }
}

internal sealed class ListedPriceMapping : IEntityTypeConfiguration<ListedPrice>
{
    public void Configure(EntityTypeBuilder<ListedPrice> price)
    {
        price.ToTable("ai_prices");
        price.HasKey(p => new { p.ModelId, p.ValidFrom });
        price.Property(p => p.Input).HasPrecision(12, 6);
        price.Property(p => p.CachedInput).HasPrecision(12, 6);
        price.Property(p => p.Output).HasPrecision(12, 6);
        price.Property(p => p.PerMinute).HasPrecision(12, 6);
        price.HasOne<ListedModel>().WithMany().HasForeignKey(p => p.ModelId);
    }
}
