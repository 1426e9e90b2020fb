using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Tools;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using AiRequest = BotStudio.Tests.Support.Fakes.AiRequest;

namespace BotStudio.Tests.Ai.Tools;

/// <summary>The running product between both providers and a server of the owner's.</summary>
public sealed class LiveTools : LiveApp
{
    public OwnerServer Owner { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(base.Settings)
        {
            ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1",
            ["Anthropic:ApiKey"] = "sk-ant-live",
            ["Anthropic:BaseUrl"] = Ai.AnthropicUrl.AbsoluteUri,
        };

    public override async Task InitializeAsync()
    {
        Owner = await OwnerServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Owner.DisposeAsync();
    }

    /// <param name="model">A name of Claude's goes to Anthropic.</param>
    public static BotDocument Document(ToolSettings tools, string? model = null, params Command[] commands) =>
        A.Document(commands) with
        {
            Prompt = new PromptSettings
            {
                IsActive = true,
                Text = "You sell coffee.",
                Model = model,
                Tools = tools,
            },
            ContactFields =
            [
                new ContactField { Id = "f-city", Key = "city" },
                new ContactField
                {
                    Id = "f-cups",
                    Key = "cups",
                    Kind = ContactFieldKind.Number,
                },
            ],
            Forms =
            [
                new Form
                {
                    Id = "order",
                    Name = "Order",
                    HasSummary = false,
                    Done = A.Text("Thank you!"),
                    Fields =
                    [
                        new TextField
                        {
                            Id = "what",
                            Key = "what",
                            Label = A.Text("Drink"),
                            Question = A.Text("What would you like?"),
                        },
                    ],
                },
            ],
        };

    public static ToolSettings BuiltIn(params string[] names) =>
        new() { BuiltIn = names.ToDictionary(name => name, _ => new BuiltInUse()) };

    /// <summary>The "why" of a message.</summary>
    public static ReplyReason ReasonOf(Message message) =>
        JsonSerializer.Deserialize(message.Reason!, ConversationJson.Default.ReplyReason)!;

    /// <summary>What the model was told of its calls, in the last request that told it something.</summary>
    public static IReadOnlyList<string> ToldIn(AiRequest request) =>
        [
            .. request
                .Body.GetProperty("messages")
                .EnumerateArray()
                .SelectMany(message =>
                    !message.TryGetProperty("content", out var content) ? []
                    : message.GetProperty("role").GetString() == "tool" ? new[] { content.ToString() }
                    : content.ValueKind == JsonValueKind.Array
                        ? content
                            .EnumerateArray()
                            .Where(part => part.GetProperty("type").GetString() == "tool_result")
                            .Select(part => part.GetProperty("content").ToString())
                    : []
                ),
        ];
}
