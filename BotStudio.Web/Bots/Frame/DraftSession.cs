using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Commands;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Bots.Frame;

/// <summary>
/// One bot's draft as one circuit edits it. Editors change <see cref="Document"/> through <see cref="Change"/>; it is saved by itself in the next
/// pause. What others save is followed: merged when it touches other parts, else it becomes a conflict that only the reader decides.
/// </summary>
public sealed class DraftSession : IAsyncDisposable
{
    /// <summary>Pause in typing after which a change is saved.</summary>
    public static readonly TimeSpan SaveAfter = TimeSpan.FromMilliseconds(700);

    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(4);

    private readonly OpenDraft open;
    private readonly SaveDraft save;
    private readonly PublishBot publish;
    private readonly ILogger log;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim working = new(1, 1);
    private DraftRow saved;
    private BotDocument document;
    private FoundProblems? problems;
    private long edits;
    private long savedEdits;
    private bool isSaving;
    private bool isUnreachable;

    public DraftSession(
        Guid botId,
        DraftRow opened,
        bool canEdit,
        OpenDraft open,
        SaveDraft save,
        PublishBot publish,
        TimeProvider clock,
        ILogger log
    )
    {
        BotId = botId;
        CanEdit = canEdit;
        saved = opened;
        document = opened.Document;
        Language = opened.Document.DefaultLanguage;
        this.open = open;
        this.save = save;
        this.publish = publish;
        this.log = log;
        timer = clock.CreateTimer(_ => _ = SaveAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something here is different now. Raised on any thread.</summary>
    public event EventHandler? Changed;

    /// <summary>Somebody else's changes came in and are part of <see cref="Document"/> now. Raised on any thread.</summary>
    public event EventHandler<DraftRow>? Followed;

    public Guid BotId { get; }

    public DraftModels Models { get; init; } = DraftModels.OfCatalog;

    /// <summary>False for those who may only look.</summary>
    public bool CanEdit { get; }

    /// <summary>Language in which the pages show and edit the bot's texts; one of the bot's.</summary>
    public string Language { get; private set; }

    public BotDocument Document
    {
        get
        {
            lock (gate)
            {
                return document;
            }
        }
    }

    /// <summary>What the database holds, as far as is known here.</summary>
    public DraftRow Saved
    {
        get
        {
            lock (gate)
            {
                return saved;
            }
        }
    }

    /// <summary>What keeps the draft from being published.</summary>
    public IReadOnlyList<Problem> Problems => Found.All;

    /// <summary>The other draft of a conflict, else null.</summary>
    public DraftRow? Theirs { get; private set; }

    public Problem? Refusal { get; private set; }

    public bool HasUnpublishedChanges => State != DraftState.Saved || Saved.HasUnpublishedChanges;

    public DraftState State
    {
        get
        {
            lock (gate)
            {
                return Theirs is not null ? DraftState.Conflict
                    : isSaving ? DraftState.Saving
                    : edits == savedEdits ? DraftState.Saved
                    : Refusal is not null ? DraftState.Refused
                    : isUnreachable ? DraftState.Unreachable
                    : DraftState.Unsaved;
            }
        }
    }

    /// <summary>Shows and edits texts in another of the bot's languages.</summary>
    public void Speak(string language)
    {
        Language = language;
        RaiseChanged();
    }

    /// <param name="edit">Makes the new document from the newest one; called at once. An equal one changes nothing.</param>
    public void Change(Func<BotDocument, BotDocument> edit)
    {
        lock (gate)
        {
            var changed = edit(document);
            if (!CanEdit || changed == document)
            {
                return;
            }

            Put(changed);
            edits++;
            Refusal = null;
            SaveIn(SaveAfter);
        }

        RaiseChanged();
    }

    /// <summary>Saves what is not saved yet, now. Never throws: <see cref="State"/> says what came of it.</summary>
    public async Task SaveAsync()
    {
        await working.WaitAsync();
        try
        {
            while (Unsaved() is { } unsaved)
            {
                RaiseChanged();
                if (!await SaveAsync(unsaved))
                {
                    break;
                }
            }
        }
        finally
        {
            isSaving = false;
            working.Release();
        }

        RaiseChanged();
    }

    /// <summary>Looks what others have saved. Does nothing when the draft is known to be at <paramref name="revision"/> or beyond.</summary>
    public async Task FollowAsync(int? revision = null)
    {
        await working.WaitAsync();
        try
        {
            if (revision is null || revision > Saved.Revision)
            {
                Meet(await ReadAsync());
            }
        }
        finally
        {
            working.Release();
        }

        RaiseChanged();
    }

    /// <summary>Ends a conflict: the other draft is edited from now on, the reader's own is gone.</summary>
    public void TakeTheirs()
    {
        lock (gate)
        {
            if (Theirs is { } theirs)
            {
                Adopt(theirs);
            }
        }

        RaiseChanged();
    }

    /// <summary>Ends a conflict: the reader's own draft is saved over the other one.</summary>
    public Task KeepMineAsync()
    {
        lock (gate)
        {
            if (Theirs is { } theirs)
            {
                saved = theirs;
                Theirs = null;
            }
        }

        return SaveAsync();
    }

    /// <returns>The new version's number; what the act <see cref="PublishBot"/> refuses; <c>bots.draft_unsaved</c> when the draft cannot be saved first.</returns>
    public async Task<Outcome<int>> PublishAsync(string note, CancellationToken ct)
    {
        await SaveAsync();
        if (State != DraftState.Saved)
        {
            return new Problem("bots.draft_unsaved");
        }

        var published = await publish.RunAsync(BotId, Saved.Revision, note, ct);
        await FollowAsync();
        return published;
    }

    /// <summary>What is wrong at this very place (<see cref="DraftPlace.Key"/>), or null.</summary>
    public Problem? ProblemAt(string place) => Found.At(place);

    public bool HasProblemIn(Command command) => Found.IsIn(command);

    /// <param name="place">The beginning of places, with its last slash.</param>
    public bool HasProblemBelow(string place) => Found.IsBelow(place);

    public async ValueTask DisposeAsync()
    {
        await SaveAsync();
        await timer.DisposeAsync();
        working.Dispose();
    }

    private FoundProblems Found
    {
        get
        {
            lock (gate)
            {
                return problems ??= new FoundProblems(document, Models.List);
            }
        }
    }

    private (BotDocument Document, int Revision, long Edits)? Unsaved()
    {
        lock (gate)
        {
            isSaving = edits != savedEdits && Theirs is null && Refusal is null;
            return isSaving ? (document, saved.Revision, edits) : null;
        }
    }

    /// <returns>True when there is nothing in the way of saving what was typed meanwhile.</returns>
    private async Task<bool> SaveAsync((BotDocument Document, int Revision, long Edits) unsaved)
    {
        Outcome<int> outcome;
        try
        {
            outcome = await save.RunAsync(BotId, unsaved.Document, unsaved.Revision, CancellationToken.None);
        }
        catch (Exception e)
        {
            // Whatever it was: what the reader has written is kept and tried again.
            log.LogWarning(e, "Cannot save the draft of bot {BotId}; it is tried again", BotId);
            lock (gate)
            {
                isUnreachable = true;
                SaveIn(RetryAfter);
            }

            return false;
        }

        if (outcome.Problem is { Code: "bots.draft_conflict" })
        {
            Meet(await ReadAsync());
            return Theirs is null;
        }

        lock (gate)
        {
            isUnreachable = false;
            Refusal = outcome.Problem;
            if (outcome.Succeeded)
            {
                savedEdits = unsaved.Edits;
                saved = saved with { Document = unsaved.Document, Revision = outcome.Value, HasUnpublishedChanges = true };
            }

            return outcome.Succeeded;
        }
    }

    /// <summary>The draft in the database; null when it cannot be read now, or the bot is gone.</summary>
    private async Task<DraftRow?> ReadAsync()
    {
        try
        {
            return (await open.RunAsync(BotId, CancellationToken.None)).Value;
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Cannot read the draft of bot {BotId}", BotId);
            return null;
        }
    }

    private void Meet(DraftRow? theirs)
    {
        if (theirs is null)
        {
            return;
        }

        bool isNew;
        lock (gate)
        {
            isNew = theirs.Revision != saved.Revision;
            if (!isNew)
            {
                saved = theirs with { Document = saved.Document };
            }
            else if (edits == savedEdits)
            {
                Adopt(theirs);
            }
            else if (MergeDrafts.TryMerge(saved.Document, document, theirs.Document) is { } merged)
            {
                Put(merged);
                saved = theirs;
                Theirs = null;
                SaveIn(SaveAfter);
            }
            else
            {
                Theirs = theirs;
            }
        }

        if (isNew && Theirs is null)
        {
            Followed?.Invoke(this, theirs);
        }
    }

    private void Adopt(DraftRow theirs)
    {
        Put(theirs.Document);
        saved = theirs;
        savedEdits = edits;
        Theirs = null;
        Refusal = null;
    }

    private void Put(BotDocument changed)
    {
        document = changed;
        Language = changed.Languages.Contains(Language) ? Language : changed.DefaultLanguage;
        problems = null;
    }

    private void SaveIn(TimeSpan pause) => timer.Change(pause, Timeout.InfiniteTimeSpan);

    private void RaiseChanged() => Changed?.Invoke(this, EventArgs.Empty);
}
