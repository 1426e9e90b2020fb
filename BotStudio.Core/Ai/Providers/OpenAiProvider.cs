namespace BotStudio.Core.Ai.Providers;

public sealed class OpenAiProvider : OpenAiCompatible
{
    public override string Key => AiProviders.OpenAi;

    public override string Name => "OpenAI";

    public override Uri BaseUrl { get; } = new("https://api.openai.com/v1");

    public override Uri KeysPage { get; } = new("https://platform.openai.com/api-keys");

    public override string StandardModel => "gpt-4o-mini";

    public override string VoiceModel => "whisper-1";

    public override IModerationClient ConnectModeration(AiEndpoint endpoint, HttpClient http, TimeProvider clock) =>
        new OpenAiModerationClient(http, endpoint, clock);
}
