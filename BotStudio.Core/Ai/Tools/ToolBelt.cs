using System.Runtime.CompilerServices;
using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Ai.Tools;

/// <summary>What the model may call in one version of a bot. It depends on the version alone: no message, contact or result adds to it.</summary>
public sealed class ToolBelt
{
    private static readonly ConditionalWeakTable<BotSnapshot, ToolBelt> Known = [];

    private readonly Dictionary<string, ToolOnBelt> tools = [];

    private ToolBelt(BotSnapshot bot)
    {
        foreach (var tool in BuiltInTools.All)
        {
            if (bot.Tools.BuiltIn.TryGetValue(tool.Name, out var use) && tool.OfferIn(bot, use) is { } offer)
            {
                tools.TryAdd(tool.Name, new ToolOnBelt(tool.Name, offer.Description, offer.Parameters) { BuiltIn = tool, Use = use });
            }
        }

        foreach (var tool in bot.Tools.Own.Where(tool => tool.IsActive))
        {
            tools.TryAdd(tool.Name, new ToolOnBelt(tool.Name, tool.Description, tool.Parameters) { Http = tool });
        }

        Offered =
        [
            .. tools.Values.Select(tool => new AiTool(
                tool.Name,
                tool.Description,
                JsonSerializer.SerializeToElement(ToolSchema.Of(tool.Parameters))
            )),
        ];
    }

    /// <summary>As the model sees them.</summary>
    public IReadOnlyList<AiTool> Offered { get; }

    public static ToolBelt Of(BotSnapshot bot) => Known.GetValue(bot, known => new ToolBelt(known));

    public ToolOnBelt? Find(string name) => tools.GetValueOrDefault(name);
}

/// <summary>A tool of the product or one of the owner's.</summary>
public sealed record ToolOnBelt(string Name, string Description, IReadOnlyList<ToolParameter> Parameters)
{
    /// <summary>Null for one of the owner's.</summary>
    public BuiltInTool? BuiltIn { get; init; }

    public BuiltInUse Use { get; init; } = new();

    /// <summary>Null for one of the product.</summary>
    public HttpTool? Http { get; init; }
}
