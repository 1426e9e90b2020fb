using BotStudio.Core.Commands.Responses;
using BotStudio.Web.Bots.Frame;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Commands.Responses;

/// <summary>Base of the editor of one type of response. Deriving from it is enough to be found (<see cref="ResponseEditors"/>).</summary>
public abstract class ResponseEditor<TResponse> : ComponentBase
    where TResponse : Response
{
    [CascadingParameter]
    public DraftSession Draft { get; set; } = null!;

    [Parameter, EditorRequired]
    public required TResponse Response { get; set; }

    /// <summary>Of the response in the document (<see cref="DraftPlace.Key"/>).</summary>
    [Parameter, EditorRequired]
    public required string Place { get; set; }

    [Parameter, EditorRequired]
    public required Action<Func<Response, Response>> Put { get; set; }

    /// <summary>
    /// Changes the newest state of the response; nothing happens when it has become another type meanwhile. It is taken here at once: this is
    /// drawn before its parents bring it along, and an older one would undo what is typed meanwhile.
    /// </summary>
    protected void Edit(Func<TResponse, TResponse> edit) => Put(response => response is TResponse mine ? Response = edit(mine) : response);
}
