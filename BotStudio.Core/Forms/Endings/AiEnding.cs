using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Forms.Endings;

/// <summary>Lets the model write a reply from the answers.</summary>
public sealed record AiEnding : FormEnding
{
    /// <summary>Instructions to the model; variables allowed. The answers are given to it apart from them, as data.</summary>
    public string Text { get; init; } = "";

    /// <summary>The provider's name of the model; null takes the bot's.</summary>
    public string? Model { get; init; }

    /// <summary>0 to 2; null takes the bot's.</summary>
    public double? Temperature { get; init; }

    public override void Check(DocumentCheck check, string place)
    {
        check.RequiredPrompt(Text, Model ?? check.Document.Prompt.Model, check.Document.Prompt.MaxOutputTokens, place + "/text");
        check.Temperature(Temperature, place + "/temperature");
    }

    public override void Outline(DocumentOutline outline, string id)
    {
        outline.Item(id, "ending_ai", "", Text);
        outline.Text(id + "/text", "ending_prompt", Text);
        outline.Value(id + "/model", "model", Model);
        outline.Value(id + "/temperature", "temperature", DocumentOutline.Number(Temperature));
    }
}
