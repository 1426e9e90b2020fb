using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Tools;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Tools;

/// <summary>Bots with tools.</summary>
internal static class ToolDocuments
{
    public static HttpTool OrderStatus(string url = "https://shop.example.com/orders/{{order}}") =>
        new()
        {
            Id = "t1",
            Name = "order_status",
            Description = "Tells where an order is.",
            Method = HttpToolMethod.Get,
            Url = url,
            Parameters =
            [
                new ToolParameter
                {
                    Id = "p1",
                    Name = "order",
                    Type = ToolParameterType.Integer,
                    Description = "Number of the order.",
                },
            ],
        };

    public static BotDocument WithTools(this BotDocument document, ToolSettings tools) =>
        document with
        {
            Prompt = document.Prompt with { Tools = tools },
        };

    public static BotDocument With(params HttpTool[] own) => A.Document().WithPrompt().WithTools(new ToolSettings { Own = own });

    /// <param name="names">Of tools of the product.</param>
    public static BotDocument WithBuiltIn(this BotDocument document, params string[] names) =>
        document.WithTools(document.Prompt.Tools with { BuiltIn = names.ToDictionary(name => name, _ => new BuiltInUse()) });
}
