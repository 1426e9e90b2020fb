using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Lets the model answer, with instructions of the command's own; what they leave open comes from the bot's prompt.</summary>
public sealed record AiResponse : Response
{
    /// <summary>Instructions to the model; variables allowed.</summary>
    public string Text { get; init; } = "";

    /// <summary>The provider's name of the model; null takes the bot's.</summary>
    public string? Model { get; init; }

    /// <summary>0 to 2; null takes the bot's.</summary>
    public double? Temperature { get; init; }

    public override void Check(DocumentCheck check, string place)
    {
        check.RequiredPrompt(Text, Model ?? check.Document.Prompt.Model, check.Document.Prompt.MaxOutputTokens, place + "/text");
        check.Temperature(Temperature, place + "/temperature");
        base.Check(check, place);
    }

    public override void Outline(DocumentOutline outline)
    {
        outline.Text("prompt", "prompt", Text);
        outline.Value("model", "model", Model);
        outline.Value("temperature", "temperature", DocumentOutline.Number(Temperature));
        base.Outline(outline);
    }

    public override CompiledResponse Compile(BotDocument document) =>
        new Compiled(
            CompiledPrompt.Compile(
                document.Prompt with
                {
                    Text = Text,
                    Model = Model ?? document.Prompt.Model,
                    Temperature = Temperature ?? document.Prompt.Temperature,
                },
                document
            )
        );

    private sealed class Compiled(CompiledPrompt prompt) : CompiledResponse
    {
        public override Reply Answer(TurnContext turn) => turn.AskAi(prompt);
    }
}
