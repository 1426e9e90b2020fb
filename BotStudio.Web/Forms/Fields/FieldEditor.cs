using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Bots.Frame;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Forms.Fields;

/// <summary>Base of the editor of what only one type of question has. Deriving from it is enough to be found (<see cref="FieldEditors"/>).</summary>
public abstract class FieldEditor<TField> : ComponentBase
    where TField : FormField
{
    [Inject]
    protected ProblemTexts Problems { get; set; } = null!;

    [CascadingParameter]
    public DraftSession Draft { get; set; } = null!;

    [Parameter, EditorRequired]
    public required TField Field { get; set; }

    /// <summary>Of the question in the document (<see cref="DraftPlace.Key"/>).</summary>
    [Parameter, EditorRequired]
    public required string Place { get; set; }

    [Parameter, EditorRequired]
    public required Action<Func<FormField, FormField>> Put { get; set; }

    /// <summary>Variables that its texts may use.</summary>
    [Parameter]
    public IEnumerable<string> Variables { get; set; } = [];

    /// <summary>
    /// Changes the newest state of the question; nothing happens when it has become another type meanwhile. It is taken here at once: this is
    /// drawn before its parents bring it along, and an older one would undo what is typed meanwhile.
    /// </summary>
    protected void Edit(Func<TField, TField> edit) => Put(field => field is TField mine ? Field = edit(mine) : field);

    protected string? ProblemAt(string member) => Draft.ProblemAt(Place + member) is { } problem ? Problems.Of(problem) : null;
}
