using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Bots.Frame;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Forms.Endings;

/// <summary>Base of the editor of one type of ending. Deriving from it is enough to be found (<see cref="EndingEditors"/>).</summary>
public abstract class EndingEditor<TEnding> : ComponentBase
    where TEnding : FormEnding
{
    [Inject]
    protected ProblemTexts Problems { get; set; } = null!;

    [CascadingParameter]
    public DraftSession Draft { get; set; } = null!;

    [Parameter, EditorRequired]
    public required TEnding Ending { get; set; }

    /// <summary>Of the ending in the document (<see cref="DraftPlace.Key"/>).</summary>
    [Parameter, EditorRequired]
    public required string Place { get; set; }

    [Parameter, EditorRequired]
    public required Action<Func<FormEnding, FormEnding>> Put { get; set; }

    /// <summary>
    /// Changes the newest state of the ending; nothing happens when it has become another type meanwhile. It is taken here at once: this is drawn
    /// before its parents bring it along, and an older one would undo what is typed meanwhile.
    /// </summary>
    protected void Edit(Func<TEnding, TEnding> edit) => Put(ending => ending is TEnding mine ? Ending = edit(mine) : ending);

    protected string? ProblemAt(string member) => Draft.ProblemAt(Place + member) is { } problem ? Problems.Of(problem) : null;
}
