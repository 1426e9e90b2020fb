using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Says a text.</summary>
public sealed record TextResponse : Response
{
    /// <summary>CommonMark; variables allowed.</summary>
    public LocalizedText Text { get; init; } = [];

    public override void Check(DocumentCheck check, string place) => check.RequiredText(Text, place + "/text");

    public override void Outline(DocumentOutline outline) => outline.Texts("text", "text", Text);

    public override IEnumerable<LocalizedText> Texts() => [Text];

    public override CompiledResponse Compile(BotDocument document) => new Compiled(LocalizedTemplate.Compile(Text, document));

    private sealed class Compiled(LocalizedTemplate text) : CompiledResponse
    {
        public override Reply Answer(TurnContext turn) => turn.Say(text);
    }
}
