using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Forms.Endings;

/// <summary>
/// What is done with the answers when a form is filled in. A type is one class, found by its key in <see cref="EndingTypes"/>, which is also
/// <c>type</c> in JSON.
/// </summary>
public abstract record FormEnding
{
    public string Id { get; init; } = PartId.New();

    /// <summary>Reports what is wrong with the data at its place; nothing when it can be published.</summary>
    public abstract void Check(DocumentCheck check, string place);

    /// <summary>Lists what the data says under lines that begin with the id.</summary>
    public abstract void Outline(DocumentOutline outline, string id);
}
