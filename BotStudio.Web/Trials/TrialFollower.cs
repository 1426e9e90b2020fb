using BotStudio.Core.Data;
using BotStudio.Core.Trials;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Trials;

/// <summary>Base of what follows a run or a replay while it goes on.</summary>
public abstract class TrialFollower : ComponentBase, IDisposable
{
    private IDisposable? subscription;
    private bool isReading;
    private bool isStale;

    [Inject]
    private Notifications Notifications { get; set; } = null!;

    /// <summary>Whose trials are followed.</summary>
    protected abstract Guid FollowedBotId { get; }

    protected override void OnInitialized() => subscription = Notifications.Subscribe(Notifications.Trials, Hear);

    /// <summary>Reads anew what is shown; drawn afterwards. Called by <see cref="RefreshAsync"/> alone, one after another.</summary>
    protected abstract Task ReadAsync();

    /// <summary>
    /// Reads, and once more when a hint or another wish comes meanwhile: what was read before the last change would be shown for good otherwise. Hints
    /// come faster than one can read, and many are one more reading.
    /// </summary>
    protected async Task RefreshAsync()
    {
        isStale = true;
        if (isReading)
        {
            return;
        }

        isReading = true;
        try
        {
            while (isStale)
            {
                isStale = false;
                await ReadAsync();
                StateHasChanged();
            }
        }
        finally
        {
            isReading = false;
        }
    }

    public virtual void Dispose()
    {
        subscription?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Hear(string payload)
    {
        if (RunningTrials.Read(payload)?.BotId == FollowedBotId)
        {
            _ = InvokeAsync(RefreshAsync);
        }
    }
}
