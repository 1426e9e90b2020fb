using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Ai;

/// <summary>What the engine asks of a model.</summary>
public static class Questions
{
    public static AiRequest Of(string text, string? model = null, string? fallbackModel = null, int? maxOutputTokens = null)
    {
        var prompt = new PromptSettings
        {
            IsActive = true,
            Text = "You sell bicycles.",
            Model = model,
            FallbackModel = fallbackModel,
            MaxOutputTokens = maxOutputTokens,
        };
        var values = new TemplateValues
        {
            BotName = "Shop",
            FirstName = "Anna",
            LastName = "",
            Username = "",
            Language = "en",
            Now = A.Moment,
        };
        return new AiRequest(CompiledPrompt.Compile(prompt), values, text, Fallback: "Sorry.");
    }
}
