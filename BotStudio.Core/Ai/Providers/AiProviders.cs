using System.Collections.Frozen;

namespace BotStudio.Core.Ai.Providers;

/// <summary>The kinds of providers, by their keys. A new one is a class and a line here.</summary>
public static class AiProviders
{
    public const string OpenAi = "openai";
    public const string Anthropic = "anthropic";

    /// <summary>An endpoint of the owner's own.</summary>
    public const string Compatible = "compatible";

    /// <summary>Between the key of a provider and a model's name, where a name says whom to ask.</summary>
    public const char AfterKey = ':';

    public static readonly IReadOnlyList<AiProvider> All =
    [
        new OpenAiProvider(),
        new AnthropicProvider(),
        new GoogleProvider(),
        new MistralProvider(),
        new DeepSeekProvider(),
        new GroqProvider(),
        new OpenRouterProvider(),
        new CompatibleProvider(),
    ];

    private static readonly FrozenDictionary<string, AiProvider> ByKey = All.ToFrozenDictionary(provider => provider.Key);

    public static AiProvider? Find(string key) => ByKey.GetValueOrDefault(key);
}
