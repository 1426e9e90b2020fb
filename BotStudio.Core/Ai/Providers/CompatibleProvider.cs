namespace BotStudio.Core.Ai.Providers;

/// <summary>Ollama, vLLM, a gateway: whatever speaks OpenAI's protocol at an address of the owner's own.</summary>
public sealed class CompatibleProvider : OpenAiCompatible
{
    public override string Key => AiProviders.Compatible;

    public override string Name => "OpenAI-compatible";

    public override Uri? BaseUrl => null;

    public override bool NeedsKey => false;

    /// <summary>By this name servers of one's own know it, when they do.</summary>
    public override string VoiceModel => "whisper-1";
}
