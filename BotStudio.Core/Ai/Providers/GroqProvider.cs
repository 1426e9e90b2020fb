namespace BotStudio.Core.Ai.Providers;

public sealed class GroqProvider : OpenAiCompatible
{
    public override string Key => "groq";

    public override string Name => "Groq";

    public override Uri BaseUrl { get; } = new("https://api.groq.com/openai/v1");

    public override Uri KeysPage { get; } = new("https://console.groq.com/keys");

    public override string StandardModel => "llama-3.3-70b-versatile";

    public override string VoiceModel => "whisper-large-v3-turbo";
}
