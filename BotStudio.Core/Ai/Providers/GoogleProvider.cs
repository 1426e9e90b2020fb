namespace BotStudio.Core.Ai.Providers;

/// <summary>Gemini, by Google's endpoint for OpenAI's protocol (ai.google.dev/gemini-api/docs/openai).</summary>
public sealed class GoogleProvider : OpenAiCompatible
{
    public override string Key => "google";

    public override string Name => "Google Gemini";

    public override Uri BaseUrl { get; } = new("https://generativelanguage.googleapis.com/v1beta/openai");

    public override Uri KeysPage { get; } = new("https://aistudio.google.com/apikey");

    public override string StandardModel => "gemini-2.5-flash";
}
