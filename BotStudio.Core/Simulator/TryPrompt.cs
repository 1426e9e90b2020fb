using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Simulator;

/// <summary>Asks the model one question with a prompt that is being written. What it costs is real.</summary>
public sealed class TryPrompt(AskModel model, TimeProvider clock)
{
    /// <param name="caller">Whose bot it is and who pays for the model.</param>
    /// <param name="prompt">The bot's, or a command's.</param>
    /// <param name="language">To answer in, one of the bot's.</param>
    public async Task<PromptTrial> RunAsync(
        AiCaller caller,
        BotDocument document,
        PromptSettings prompt,
        string question,
        Sender contact,
        string language,
        CancellationToken ct
    )
    {
        var values = new TemplateValues
        {
            BotName = document.Name,
            FirstName = contact.FirstName,
            LastName = contact.LastName ?? "",
            Username = contact.Username ?? "",
            Language = language,
            Now = clock.GetUtcNow(),
        };
        var request = new AiRequest(CompiledPrompt.Compile(prompt), values, question, Fallback: "");
        return new PromptTrial(AskModel.QuestionFor(request, []), await model.TryAsync(caller, request, [], ct));
    }
}

public sealed record PromptTrial(AiQuestion Asked, AiAnswer Answer);
