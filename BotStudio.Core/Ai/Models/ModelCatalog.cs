using System.Collections.Frozen;

namespace BotStudio.Core.Ai.Models;

/// <summary>What is known of language models by their name. Facts only; this folder knows no feature.</summary>
public static class ModelCatalog
{
    /// <summary>
    /// For a model that is not listed: small enough for nearly every model served today, so that history is shortened early rather than
    /// a question refused.
    /// </summary>
    private static readonly ModelLimits Unknown = new("", ContextTokens: 16_384, MaxOutputTokens: 4_096, Vocabulary.Other);

    /// <summary>
    /// By family; a longer name that begins with a family's (a date, <c>-latest</c>, a size) belongs to it, and the longest family wins.
    /// Figures: the providers' model pages, read in 2026.
    /// </summary>
    public static readonly IReadOnlyList<ModelLimits> Known =
    [
        new("gpt-5", 400_000, 128_000, Vocabulary.O200k) { TakesTemperature = false },
        new("gpt-5-chat", 128_000, 16_384, Vocabulary.O200k),
        new("gpt-5.1-chat", 128_000, 16_384, Vocabulary.O200k),
        new("gpt-5.2-chat", 128_000, 16_384, Vocabulary.O200k),
        new("gpt-4.1", 1_047_576, 32_768, Vocabulary.O200k),
        new("gpt-4o", 128_000, 16_384, Vocabulary.O200k),
        new("gpt-4o-2024-05-13", 128_000, 4_096, Vocabulary.O200k),
        new("chatgpt-4o", 128_000, 16_384, Vocabulary.O200k),
        new("gpt-4-turbo", 128_000, 4_096, Vocabulary.Cl100k),
        new("gpt-4", 8_192, 8_192, Vocabulary.Cl100k),
        new("gpt-3.5-turbo", 16_385, 4_096, Vocabulary.Cl100k),
        new("gpt-oss", 131_072, 131_072, Vocabulary.O200k),
        new("o1", 200_000, 100_000, Vocabulary.O200k) { TakesTemperature = false },
        new("o3", 200_000, 100_000, Vocabulary.O200k) { TakesTemperature = false },
        new("o4-mini", 200_000, 100_000, Vocabulary.O200k) { TakesTemperature = false },
        new("claude", 200_000, 8_192, Vocabulary.Other),
        new("claude-3-haiku", 200_000, 4_096, Vocabulary.Other),
        new("claude-3-opus", 200_000, 4_096, Vocabulary.Other),
        new("claude-opus-4", 200_000, 32_000, Vocabulary.Other),
        new("claude-sonnet-4", 200_000, 64_000, Vocabulary.Other),
        new("claude-haiku-4", 200_000, 64_000, Vocabulary.Other),
        new("gemini-2.0-flash", 1_048_576, 8_192, Vocabulary.Other),
        new("gemini-2.5", 1_048_576, 65_536, Vocabulary.Other),
        new("gemini-3", 1_048_576, 65_536, Vocabulary.Other),
        new("deepseek-chat", 128_000, 8_192, Vocabulary.Other),
        new("deepseek-reasoner", 128_000, 65_536, Vocabulary.Other),
        new("mistral-large", 128_000, 32_768, Vocabulary.Other),
        new("mistral-medium", 128_000, 32_768, Vocabulary.Other),
        new("mistral-small", 128_000, 32_768, Vocabulary.Other),
        new("llama-3.1", 131_072, 8_192, Vocabulary.Other),
        new("llama-3.3", 131_072, 32_768, Vocabulary.Other),
    ];

    private static readonly FrozenDictionary<string, ModelLimits> ByFamily = Known.ToFrozenDictionary(
        model => model.Name,
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly FrozenDictionary<string, ModelLimits>.AlternateLookup<ReadOnlySpan<char>> Families =
        ByFamily.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="name">As the provider calls it; a vendor before a slash (<c>openai/gpt-4o</c>) is passed over.</param>
    /// <returns>Never null: a model that is not listed gets careful limits and <see cref="ModelLimits.IsKnown"/> false.</returns>
    public static ModelLimits Find(string name)
    {
        var family = name.AsSpan(name.LastIndexOf('/') + 1).Trim();
        for (; !family.IsEmpty; family = WithoutLastPart(family))
        {
            if (Families.TryGetValue(family, out var known))
            {
                return known with { Name = name };
            }
        }

        return Unknown with
        {
            Name = name,
            IsKnown = false,
        };
    }

    private static ReadOnlySpan<char> WithoutLastPart(ReadOnlySpan<char> family) => family[..Math.Max(0, family.LastIndexOfAny("-.:@"))];
}

/// <param name="ContextTokens">Room for everything: instructions, history, question and answer.</param>
/// <param name="MaxOutputTokens">The longest answer the model gives.</param>
public sealed record ModelLimits(string Name, int ContextTokens, int MaxOutputTokens, Vocabulary Vocabulary)
{
    public bool IsKnown { get; init; } = true;

    /// <summary>False for models that refuse a question with a temperature in it.</summary>
    public bool TakesTemperature { get; init; } = true;
}

/// <summary>How a model cuts text into tokens.</summary>
public enum Vocabulary
{
    /// <summary>OpenAI since gpt-4o.</summary>
    O200k,

    /// <summary>OpenAI's gpt-4 and gpt-3.5.</summary>
    Cl100k,

    /// <summary>Not known here; counted like <see cref="Cl100k"/>, the one that needs more tokens.</summary>
    Other,
}
