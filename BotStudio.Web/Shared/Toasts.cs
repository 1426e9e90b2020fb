namespace BotStudio.Web.Shared;

/// <summary>
/// Short confirmations of one reader's circuit, shown by <see cref="ToastStack"/>: "Saved", "Deleted. Undo". What must not be missed
/// belongs into a <see cref="ProblemAlert"/> on the page instead.
/// </summary>
public sealed class Toasts(TimeProvider clock) : IDisposable
{
    /// <summary>Long enough to read two lines and to reach the undo button (WCAG 2.2.1 lets the reader hold it by pointing at it).</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromSeconds(6);

    private const int MostAtOnce = 4;

    private readonly List<Toast> shown = [];
    private readonly Dictionary<Guid, ITimer> timers = [];

    public event EventHandler? Changed;

    public IReadOnlyList<Toast> Shown
    {
        get
        {
            lock (shown)
            {
                return [.. shown];
            }
        }
    }

    public void Success(string text) => Show(new(AlertKind.Success, text));

    public void Danger(string text) => Show(new(AlertKind.Danger, text));

    /// <summary>Says what was done and offers to take it back.</summary>
    public void Undoable(string text, string undo, Func<Task> takeBack) =>
        Show(new(AlertKind.Success, text) { ActionText = undo, Action = takeBack });

    public void Show(Toast toast)
    {
        lock (shown)
        {
            shown.Add(toast);
            timers[toast.Id] = clock.CreateTimer(_ => Hide(toast.Id), null, ShownFor, Timeout.InfiniteTimeSpan);
            while (shown.Count > MostAtOnce)
            {
                Forget(shown[0].Id);
            }
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void Hide(Guid id)
    {
        lock (shown)
        {
            Forget(id);
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Keeps a toast while its reader points at it or has focus in it.</summary>
    public void Hold(Guid id) => Restart(id, Timeout.InfiniteTimeSpan);

    public void Release(Guid id) => Restart(id, ShownFor);

    public void Dispose()
    {
        lock (shown)
        {
            foreach (var timer in timers.Values)
            {
                timer.Dispose();
            }

            timers.Clear();
            shown.Clear();
        }
    }

    private void Restart(Guid id, TimeSpan due)
    {
        lock (shown)
        {
            if (timers.TryGetValue(id, out var timer))
            {
                timer.Change(due, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Forget(Guid id)
    {
        shown.RemoveAll(toast => toast.Id == id);
        if (timers.Remove(id, out var timer))
        {
            timer.Dispose();
        }
    }
}

public sealed record Toast(AlertKind Kind, string Text)
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public string? ActionText { get; init; }

    public Func<Task>? Action { get; init; }
}
