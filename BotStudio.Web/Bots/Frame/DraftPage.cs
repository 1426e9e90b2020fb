using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Bots.Frame;

/// <summary>Base of pages inside <see cref="BotLayout"/> that show the draft: they are drawn again when it changes, whoever changed it.</summary>
public abstract class DraftPage : ComponentBase, IDisposable
{
    [Parameter]
    public Guid BotId { get; set; }

    [CascadingParameter]
    public DraftSession Draft { get; set; } = null!;

    protected override void OnInitialized() => Draft.Changed += Refresh;

    public void Dispose()
    {
        Draft.Changed -= Refresh;
        GC.SuppressFinalize(this);
    }

    // Saving and following happen on other threads.
    private void Refresh(object? sender, EventArgs args) => _ = InvokeAsync(StateHasChanged);
}
