using System.Text;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Ai.Streaming;

/// <summary>
/// Shows a contact an answer while the model writes it: the first words at once, then what has been added, at a pace that channels bear. What is
/// shown is a preview only. It may fail, fall behind or be cut short without the answer minding, and it is over before the answer is sent.
/// </summary>
internal sealed class GrowingAnswer(IChatPresence presence, ConversationRef conversation, int draftId, TimeProvider clock)
    : IAnswerListener,
        IAsyncDisposable
{
    /// <summary>Telegram answers 429 to drafts that come much faster.</summary>
    private static readonly TimeSpan FrameEvery = TimeSpan.FromSeconds(1);

    /// <summary>Telegram forgets a draft after 30 seconds (Bot API, sendMessageDraft): a model that pauses does not take its words away.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(20);

    /// <summary>How long the answer waits for a preview that is on its way, so that it does not come after it.</summary>
    private static readonly TimeSpan MostWaited = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private readonly CancellationTokenSource sending = new();
    private readonly TaskCompletionSource over = NewSignal();
    private readonly TaskCompletionSource firstShown = NewSignal();
    private TaskCompletionSource changed = NewSignal();
    private Task showing = Task.CompletedTask;
    private bool hasBegun;

    /// <summary>Done when the contact sees the first words.</summary>
    public Task FirstShown => firstShown.Task;

    /// <summary>What the model has written so far.</summary>
    public string Text
    {
        get
        {
            lock (gate)
            {
                return text.ToString();
            }
        }
    }

    public void Hear(string piece)
    {
        lock (gate)
        {
            text.Append(piece);
            changed.TrySetResult();
            if (!hasBegun && !string.IsNullOrWhiteSpace(piece) && !over.Task.IsCompleted)
            {
                hasBegun = true;
                showing = Task.Run(ShowAsync);
            }
        }
    }

    public void StartOver()
    {
        lock (gate)
        {
            text.Clear();
        }
    }

    /// <summary>Nothing is shown any more afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            over.TrySetResult();
            last = showing;
        }

        // Whatever went wrong with it: the answer goes on.
        await last.WaitAsync(MostWaited, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!last.IsCompleted)
        {
            await sending.CancelAsync();
            await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        sending.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ShowAsync()
    {
        var shown = "";
        var shownAt = clock.GetTimestamp();
        while (!over.Task.IsCompleted)
        {
            var (written, more) = Look();
            if (written.AsSpan().Trim().IsEmpty || (written == shown && clock.GetElapsedTime(shownAt) < RefreshEvery))
            {
                Task either = Task.WhenAny(more, over.Task);
                await either.WaitAsync(RefreshEvery, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var began = clock.GetTimestamp();
            var outcome = await presence.ShowDraftAsync(conversation, new Draft(draftId, written), sending.Token);
            if (outcome.Pause is not { } pause)
            {
                return;
            }

            if (outcome.IsShown)
            {
                (shown, shownAt) = (written, began);
                firstShown.TrySetResult();
            }

            var frame = FrameEvery - clock.GetElapsedTime(began);
            var rest = pause > frame ? pause : frame;
            if (rest > TimeSpan.Zero)
            {
                await over.Task.WaitAsync(rest, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private (string Written, Task More) Look()
    {
        lock (gate)
        {
            changed = changed.Task.IsCompleted ? NewSignal() : changed;
            return (text.ToString(), changed.Task);
        }
    }
}
