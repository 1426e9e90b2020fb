using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Outbound;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BotStudio.Tests.Ai;

/// <summary>The registered model and its provider's client, pointed at a fake server, with a clock that hurries through pauses.</summary>
public sealed class AskedModel : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly LogLines log = new();

    public AskedModel(AiServer server, Action<OpenAiOptions>? change = null, string? anthropicKey = null)
    {
        services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace))
            .AddSingleton<TimeProvider>(Clock)
            .Configure<OpenAiOptions>(options =>
            {
                options.ApiKey = "sk-test";
                options.BaseUrl = server.BaseUrl;
                options.Model = "gpt-4o-mini";
                change?.Invoke(options);
            })
            .Configure<AnthropicOptions>(options =>
            {
                options.ApiKey = anthropicKey;
                options.BaseUrl = server.AnthropicUrl;
            })
            .AddOutbound()
            .AddAi()
            .BuildServiceProvider();
    }

    public HurryingClock Clock { get; } = new(upTo: TimeSpan.FromSeconds(30));

    public IAiModel Model => services.GetRequiredService<IAiModel>();

    public AiConnections Connections => services.GetRequiredService<AiConnections>();

    /// <summary>OpenAI's.</summary>
    public IChatClient Client => Connections.Platform(AiProviders.OpenAi)!.Chat;

    public IChatClient Claude => Connections.Platform(AiProviders.Anthropic)!.Chat;

    public IEnumerable<string> Log => log.Lines;

    public Task<AiAnswer> AskAsync(string text, CancellationToken ct = default) => Model.AskAsync(Question(text), ct);

    public static AiQuestion Question(string text, string instructions = "You sell bicycles.") =>
        new(instructions, [new AiTurn(FromContact: true, text)], Model: null, Temperature: null, MaxOutputTokens: null);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
