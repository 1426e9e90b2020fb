using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Ai;

/// <summary>Core with a database and a provider to ask, with a key of the platform's for OpenAI; owners may enter its address, too.</summary>
public class AiActs : Acts
{
    public const string PlatformKey = "sk-platform-1";

    public AiServer Ai { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>
        {
            ["OpenAI:ApiKey"] = PlatformKey,
            ["OpenAI:BaseUrl"] = Ai.BaseUrl.AbsoluteUri,
            ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1",
        };

    public override async Task InitializeAsync()
    {
        Ai = await AiServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Ai.DisposeAsync();
    }
}
