using System.Collections.Frozen;
using BotStudio.Core.Ai.Providers;

namespace BotStudio.Core.Ai.Models;

/// <summary>
/// What this version of the product knows of language models by their name, and what the table of models begins with. Written down from the
/// providers' public pages as they were remembered when this was written, and not checked against them since: limits and prices change, so the
/// platform's admin corrects both under /admin/models, and what is corrected there counts.
/// </summary>
public static class ModelCatalog
{
    /// <summary>
    /// For a model that is not listed: small enough for nearly every model served today, so that history is shortened early rather than
    /// a question refused.
    /// </summary>
    private static readonly ModelLimits Unknown = new("", ContextTokens: 16_384, MaxOutputTokens: 4_096, Vocabulary.Other);

    /// <summary>
    /// By family; a longer name that begins with a family's (a date, <c>-latest</c>, a size) belongs to it, and the longest family wins.
    /// Prices are US dollars per million tokens.
    /// </summary>
    public static readonly IReadOnlyList<ModelLimits> Known =
    [
        OpenAi("gpt-5.2", 400_000, 128_000, new(1.75m, 0.175m, 14m)) with
        {
            TakesTemperature = false,
        },
        OpenAi("gpt-5.2-chat", 128_000, 16_384, new(1.75m, 0.175m, 14m)),
        OpenAi("gpt-5.1", 400_000, 128_000, new(1.25m, 0.125m, 10m)) with
        {
            TakesTemperature = false,
        },
        OpenAi("gpt-5.1-chat", 128_000, 16_384, new(1.25m, 0.125m, 10m)),
        OpenAi("gpt-5", 400_000, 128_000, new(1.25m, 0.125m, 10m)) with
        {
            TakesTemperature = false,
        },
        OpenAi("gpt-5-mini", 400_000, 128_000, new(0.25m, 0.025m, 2m)) with
        {
            TakesTemperature = false,
        },
        OpenAi("gpt-5-nano", 400_000, 128_000, new(0.05m, 0.005m, 0.40m)) with
        {
            TakesTemperature = false,
        },
        OpenAi("gpt-5-chat", 128_000, 16_384, new(1.25m, 0.125m, 10m)),
        OpenAi("gpt-4.1", 1_047_576, 32_768, new(2m, 0.50m, 8m)),
        OpenAi("gpt-4.1-mini", 1_047_576, 32_768, new(0.40m, 0.10m, 1.60m)),
        OpenAi("gpt-4.1-nano", 1_047_576, 32_768, new(0.10m, 0.025m, 0.40m)),
        OpenAi("gpt-4o", 128_000, 16_384, new(2.50m, 1.25m, 10m)),
        OpenAi("gpt-4o-mini", 128_000, 16_384, new(0.15m, 0.075m, 0.60m)),
        OpenAi("gpt-4o-2024-05-13", 128_000, 4_096, new(5m, null, 15m)),
        OpenAi("chatgpt-4o", 128_000, 16_384, new(5m, null, 15m)) with
        {
            CallsTools = false,
        },
        OpenAi("gpt-4-turbo", 128_000, 4_096, new(10m, null, 30m)) with
        {
            Vocabulary = Vocabulary.Cl100k,
        },
        OpenAi("gpt-4", 8_192, 8_192, new(30m, null, 60m)) with
        {
            Vocabulary = Vocabulary.Cl100k,
            SeesImages = false,
        },
        OpenAi("gpt-3.5-turbo", 16_385, 4_096, new(0.50m, null, 1.50m)) with
        {
            Vocabulary = Vocabulary.Cl100k,
            SeesImages = false,
        },
        OpenAi("o1", 200_000, 100_000, new(15m, 7.50m, 60m)) with
        {
            TakesTemperature = false,
        },
        OpenAi("o3", 200_000, 100_000, new(2m, 0.50m, 8m)) with
        {
            TakesTemperature = false,
        },
        OpenAi("o3-mini", 200_000, 100_000, new(1.10m, 0.55m, 4.40m)) with
        {
            TakesTemperature = false,
            SeesImages = false,
        },
        OpenAi("o4-mini", 200_000, 100_000, new(1.10m, 0.275m, 4.40m)) with
        {
            TakesTemperature = false,
        },
        Claude("claude", 200_000, 8_192, null),
        Claude("claude-3-haiku", 200_000, 4_096, new(0.25m, 0.03m, 1.25m)),
        Claude("claude-3-opus", 200_000, 4_096, new(15m, 1.50m, 75m)),
        Claude("claude-3-5-haiku", 200_000, 8_192, new(0.80m, 0.08m, 4m)),
        Claude("claude-3-5-sonnet", 200_000, 8_192, new(3m, 0.30m, 15m)),
        Claude("claude-3-7-sonnet", 200_000, 64_000, new(3m, 0.30m, 15m)),
        Claude("claude-opus-4", 200_000, 32_000, new(15m, 1.50m, 75m)),
        Claude("claude-opus-4-5", 200_000, 64_000, new(5m, 0.50m, 25m)),
        Claude("claude-sonnet-4", 200_000, 64_000, new(3m, 0.30m, 15m)),
        Claude("claude-haiku-4", 200_000, 64_000, new(1m, 0.10m, 5m)),
        Of("deepseek", "deepseek-chat", 128_000, 8_192, new(0.28m, 0.028m, 0.42m)),
        Of("deepseek", "deepseek-reasoner", 128_000, 65_536, new(0.28m, 0.028m, 0.42m)),
        Of("groq", "llama-3.1", 131_072, 8_192, new(0.05m, null, 0.08m)),
        Of("groq", "llama-3.3", 131_072, 32_768, new(0.59m, null, 0.79m)),
        Of("groq", "gpt-oss", 131_072, 131_072, new(0.15m, null, 0.75m)) with
        {
            Vocabulary = Vocabulary.O200k,
        },
        Of("mistral", "mistral-large", 128_000, 32_768, new(2m, null, 6m)),
        Of("mistral", "mistral-medium", 128_000, 32_768, new(0.40m, null, 2m)) with
        {
            SeesImages = true,
        },
        Of("mistral", "mistral-small", 128_000, 32_768, new(0.10m, null, 0.30m)) with
        {
            SeesImages = true,
        },
        Of("google", "gemini-2.0-flash", 1_048_576, 8_192, new(0.10m, 0.025m, 0.40m)) with
        {
            SeesImages = true,
        },
        Of("google", "gemini-2.5", 1_048_576, 65_536, new(1.25m, 0.31m, 10m)) with
        {
            SeesImages = true,
        },
        Of("google", "gemini-2.5-flash", 1_048_576, 65_536, new(0.30m, 0.075m, 2.50m)) with
        {
            SeesImages = true,
        },
        Of("google", "gemini-3", 1_048_576, 65_536, null) with
        {
            SeesImages = true,
        },
        Voice("openai", "whisper-1", 0.006m),
        Voice("openai", "gpt-4o-transcribe", 0.006m),
        Voice("openai", "gpt-4o-mini-transcribe", 0.003m),
        Voice("groq", "whisper-large-v3", 0.00185m),
        Voice("groq", "whisper-large-v3-turbo", 0.000667m),
        Voice("mistral", "voxtral-mini", 0.002m),
    ];

    private static readonly FrozenDictionary<string, ModelLimits> ByFamily = Known.ToFrozenDictionary(
        model => model.Name,
        StringComparer.OrdinalIgnoreCase
    );

    /// <param name="name">As the provider calls it; a vendor before a slash (<c>openai/gpt-4o</c>) and a provider before a colon are passed over.</param>
    /// <returns>Never null: a model that is not listed gets careful limits and <see cref="ModelLimits.IsKnown"/> false.</returns>
    public static ModelLimits Find(string name) =>
        FindFamily(ByFamily, name) is { } known ? known with { Name = name } : Unknown with { Name = name, IsKnown = false };

    /// <summary>The entry of the longest family that the name belongs to.</summary>
    internal static TModel? FindFamily<TModel>(FrozenDictionary<string, TModel> byFamily, string name)
        where TModel : class
    {
        var families = byFamily.GetAlternateLookup<ReadOnlySpan<char>>();
        var family = WithoutProvider(name.AsSpan());
        family = family[(family.LastIndexOf('/') + 1)..].Trim();
        for (; !family.IsEmpty; family = WithoutLastPart(family))
        {
            if (families.TryGetValue(family, out var known))
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>A name may say whom to ask for it: <c>anthropic:claude-haiku-4-5</c>.</summary>
    private static ReadOnlySpan<char> WithoutProvider(ReadOnlySpan<char> name) =>
        name.IndexOf(AiProviders.AfterKey) is > 0 and var end && AiProviders.Find(name[..end].ToString()) is not null
            ? name[(end + 1)..]
            : name;

    private static ReadOnlySpan<char> WithoutLastPart(ReadOnlySpan<char> family) => family[..Math.Max(0, family.LastIndexOfAny("-.:@"))];

    private static ModelLimits OpenAi(string name, int context, int output, ModelPrice? price) =>
        new(name, context, output, Vocabulary.O200k)
        {
            Provider = "openai",
            SeesImages = true,
            Price = price,
        };

    // Anthropic's own package has no field for a temperature (13.11).
    private static ModelLimits Claude(string name, int context, int output, ModelPrice? price) =>
        new(name, context, output, Vocabulary.Other)
        {
            Provider = "anthropic",
            SeesImages = true,
            TakesTemperature = false,
            Price = price,
        };

    private static ModelLimits Of(string provider, string name, int context, int output, ModelPrice? price) =>
        new(name, context, output, Vocabulary.Other) { Provider = provider, Price = price };

    /// <param name="perMinute">US dollars.</param>
    private static ModelLimits Voice(string provider, string name, decimal perMinute) =>
        new(name, ContextTokens: 16_000, MaxOutputTokens: 2_000, Vocabulary.Other)
        {
            Provider = provider,
            CallsTools = false,
            WritesDown = true,
            Price = new ModelPrice(0, null, 0) { PerMinute = perMinute },
        };
}

/// <param name="ContextTokens">Room for everything: instructions, history, question and answer.</param>
/// <param name="MaxOutputTokens">The longest answer the model gives.</param>
public sealed record ModelLimits(string Name, int ContextTokens, int MaxOutputTokens, Vocabulary Vocabulary)
{
    public bool IsKnown { get; init; } = true;

    /// <summary>Key of the provider that serves it under this name; empty when it is not known.</summary>
    public string Provider { get; init; } = "";

    /// <summary>False for models that refuse a question with a temperature in it.</summary>
    public bool TakesTemperature { get; init; } = true;

    public bool SeesImages { get; init; }

    public bool CallsTools { get; init; } = true;

    /// <summary>Writes down what is said in a recording, and does nothing else.</summary>
    public bool WritesDown { get; init; }

    /// <summary>Null when it is not known.</summary>
    public ModelPrice? Price { get; init; }
}

/// <summary>US dollars per million tokens.</summary>
/// <param name="CachedInput">For the part of the input that the provider had in its cache; null costs as much as any other.</param>
public sealed record ModelPrice(decimal Input, decimal? CachedInput, decimal Output)
{
    private const decimal Million = 1_000_000m;

    /// <summary>Of sound, for models that write down what is said; null for all others.</summary>
    public decimal? PerMinute { get; init; }

    /// <summary>Exact, by the second. Null when nobody knows what a minute costs.</summary>
    public decimal? CostOf(TimeSpan sound) => PerMinute * (decimal)sound.TotalSeconds / 60;

    /// <summary>Exact: nothing is rounded before it is shown.</summary>
    /// <param name="tokensIn">All of the input, the cached part included.</param>
    public decimal CostOf(int tokensIn, int tokensCached, int tokensOut) =>
        (((tokensIn - tokensCached) * Input) + (tokensCached * (CachedInput ?? Input)) + (tokensOut * Output)) / Million;
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
