using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Bots.Frame;

/// <summary>Base of what shows the draft: drawn again when it changes, whoever changed it.</summary>
public abstract class DraftPart : ComponentBase, IDisposable
{
    [CascadingParameter]
    public DraftSession Draft { get; set; } = null!;

    protected override void OnInitialized() => Draft.Changed += Refresh;

    public virtual void Dispose()
    {
        Draft.Changed -= Refresh;
        GC.SuppressFinalize(this);
    }

    /// <summary>Before it is drawn because of a change.</summary>
    protected virtual void OnDraftChanged() { }

    // Saving and following happen on other threads.
    private void Refresh(object? sender, EventArgs args) =>
        _ = InvokeAsync(() =>
        {
            OnDraftChanged();
            StateHasChanged();
        });
}

/// <summary>Base of pages inside <see cref="BotLayout"/> that show the draft.</summary>
public abstract class DraftPage : DraftPart
{
    [Parameter]
    public Guid BotId { get; set; }
}
