using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>A bot: a draft that is edited, and the version that answers contacts.</summary>
public sealed class Bot : IBelongsToAccount
{
    private Bot() { }

    public Bot(Guid accountId, BotDocument draft, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        Name = draft.Name;
        Draft = DocumentJson.Write(draft);
        DraftRevision = 1;
        DraftSavedAt = now;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>The draft's name, kept beside it for lists.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The <see cref="BotDocument"/> being edited, as JSON.</summary>
    public string Draft { get; private set; } = "";

    /// <summary>Grows with every saved draft; an editor that saves over a revision it has not seen is refused.</summary>
    public int DraftRevision { get; private set; }

    public DateTimeOffset DraftSavedAt { get; private set; }

    /// <summary>Null until it was saved for the first time, and when no user did (a key of the API).</summary>
    public Guid? DraftSavedByUserId { get; private set; }

    /// <summary>The revision that was published last; equal to <see cref="DraftRevision"/> when there is nothing new to publish.</summary>
    public int? PublishedRevision { get; private set; }

    public Guid? PublishedVersionId { get; private set; }

    /// <summary>Number of the live version; null until the first publishing.</summary>
    public int? PublishedNumber { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public bool IsPublished => PublishedVersionId is not null;

    public bool HasUnpublishedChanges => PublishedRevision != DraftRevision;

    /// <returns><c>bots.draft_conflict</c> when the draft has moved on since <paramref name="seenRevision"/>.</returns>
    public Problem? SaveDraft(BotDocument draft, int seenRevision, Guid? userId, DateTimeOffset now)
    {
        if (seenRevision != DraftRevision)
        {
            return new Problem("bots.draft_conflict", DraftRevision);
        }

        Draft = DocumentJson.Write(draft);
        Name = draft.Name;
        DraftRevision++;
        DraftSavedAt = now;
        DraftSavedByUserId = userId;
        return null;
    }

    /// <summary>Makes the draft the version that answers.</summary>
    public BotVersion Publish(string note, Guid? userId, DateTimeOffset now) =>
        GoLive(Draft, DraftRevision, note, restoredFrom: null, userId, now);

    /// <summary>Makes an earlier version answer again, as a new version: history is never rewritten. The draft stays as it is.</summary>
    public BotVersion RollBack(BotVersion earlier, Guid? userId, DateTimeOffset now) =>
        GoLive(earlier.Document, publishedRevision: 0, note: "", restoredFrom: earlier.Number, userId, now);

    private BotVersion GoLive(string document, int publishedRevision, string note, int? restoredFrom, Guid? userId, DateTimeOffset now)
    {
        var version = new BotVersion(this, (PublishedNumber ?? 0) + 1, document, note, restoredFrom, userId, now);
        PublishedVersionId = version.Id;
        PublishedNumber = version.Number;
        PublishedRevision = publishedRevision;
        return version;
    }
}
