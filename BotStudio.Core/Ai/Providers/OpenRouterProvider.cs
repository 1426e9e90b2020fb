namespace BotStudio.Core.Ai.Providers;

/// <summary>Its list of models is open to everybody, so the key is tried out where it is described.</summary>
public sealed class OpenRouterProvider : OpenAiCompatible
{
    public const string ProviderKey = "openrouter";

    public override string Key => ProviderKey;

    public override string Name => "OpenRouter";

    public override Uri BaseUrl { get; } = new("https://openrouter.ai/api/v1");

    public override Uri KeysPage { get; } = new("https://openrouter.ai/settings/keys");

    protected override string CheckPath => "key";
}
