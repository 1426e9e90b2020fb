namespace BotStudio.Core.Ai.Providers;

public sealed class MistralProvider : OpenAiCompatible
{
    public override string Key => "mistral";

    public override string Name => "Mistral";

    public override Uri BaseUrl { get; } = new("https://api.mistral.ai/v1");

    public override Uri KeysPage { get; } = new("https://console.mistral.ai/api-keys");

    public override string StandardModel => "mistral-small-latest";

    public override string VoiceModel => "voxtral-mini-latest";
}
