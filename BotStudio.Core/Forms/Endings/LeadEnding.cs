using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Forms.Endings;

/// <summary>
/// Makes a lead of the answers: phone number and e-mail address by the type of their question, name, need and budget by its key; all others
/// become its note.
/// </summary>
public sealed record LeadEnding : FormEnding
{
    public override void Check(DocumentCheck check, string place) { }

    public override void Outline(DocumentOutline outline, string id) => outline.Item(id, "ending_lead", "", "✓");
}
