using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Forms.Endings;

/// <summary>Keeps the answers among the form's entries. Without it a finished entry keeps only its numbers.</summary>
public sealed record SaveEnding : FormEnding
{
    public override void Check(DocumentCheck check, string place) { }

    public override void Outline(DocumentOutline outline, string id) => outline.Item(id, "ending_save", "", "✓");
}
