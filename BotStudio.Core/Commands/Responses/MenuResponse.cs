using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Says a text with rows of buttons under it.</summary>
public sealed record MenuResponse : Response
{
    /// <summary>CommonMark; variables allowed.</summary>
    public LocalizedText Text { get; init; } = [];

    public override void Check(DocumentCheck check, string place)
    {
        check.RequiredText(Text, place + "/text");
        if (ButtonRows.All(Rows).FirstOrDefault() is null)
        {
            check.Add("menu.no_buttons", place + "/rows");
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
