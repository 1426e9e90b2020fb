namespace BotStudio.Core.Ai.Providers;

public sealed class DeepSeekProvider : OpenAiCompatible
{
    public override string Key => "deepseek";

    public override string Name => "DeepSeek";

    public override Uri BaseUrl { get; } = new("https://api.deepseek.com/v1");

    public override Uri KeysPage { get; } = new("https://platform.deepseek.com/api_keys");

    public override string StandardModel => "deepseek-chat";
}
