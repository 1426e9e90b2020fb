using BotStudio.Core.Conversations;
using Microsoft.AspNetCore.Components;

namespace BotStudio.Web.Bots;

/// <summary>
/// Base of pages that show a bot as it is at the moment: they read again whenever something is said to it or it is changed, by whomever and on
/// whichever process.
/// </summary>
public abstract class FollowedPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private readonly TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Parameter]
    public Guid BotId { get; set; }

    [Inject]
    private ConversationFeed Feed { get; set; } = null!;

    /// <summary>Cancelled when the reader goes to another page.</summary>
    protected CancellationToken Leaving => leaving.Token;

    /// <summary>Reads all that the page shows. Called once before it is shown first, then on each change; never twice at a time.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Before the first reading.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected sealed override async Task OnInitializedAsync()
    {
        await PrepareAsync();
        if (!RendererInfo.IsInteractive)
        {
            await ReadAsync();
            return;
        }

        // Listening begins before the first reading, so nothing falls between the two.
        _ = FollowAsync();
        await read.Task;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            leaving.Cancel();
            leaving.Dispose();
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            await foreach (var _ in Feed.WatchAsync(BotId, leaving.Token))
            {
                await ReadAsync();
                read.TrySetResult();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The reader has left.
        }
        catch (Exception e)
        {
            if (!read.TrySetException(e))
            {
                await DispatchExceptionAsync(e);
            }
        }

        read.TrySetResult();
    }
}
