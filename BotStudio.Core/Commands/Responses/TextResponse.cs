using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Says a text.</summary>
public sealed record TextResponse : Response
{
    /// <summary>CommonMark; variables allowed. May be missing beside a picture, a file or a place.</summary>
    public LocalizedText Text { get; init; } = [];

    public override void Check(DocumentCheck check, string place)
    {
        if (Attachments.Count == 0)
        {
            check.RequiredText(Text, place + "/text");
        }
        else
        {
            check.OptionalText(Text, place + "/text");
        }

        base.Check(check, place);
    }

    public override void Outline(DocumentOutline outline)
    {
        outline.Texts("text", "text", Text);
        base.Outline(outline);
    }

    public override IEnumerable<LocalizedText> Texts() => base.Texts().Prepend(Text);

    public override CompiledResponse Compile(BotDocument document) => new CompiledText(LocalizedTemplate.Compile(Text, document));
}

/// <summary>Says a text of the owner's.</summary>
internal sealed class CompiledText(LocalizedTemplate text) : CompiledResponse
{
    public override bool IsAlwaysTheSame => true;

    public override Reply Answer(TurnContext turn) => turn.Say(text);
}
