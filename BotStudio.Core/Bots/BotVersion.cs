using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;

namespace BotStudio.Core.Bots;

/// <summary>A published document, which never changes. What is noted about it may.</summary>
public sealed class BotVersion : IBelongsToAccount
{
    public const int MaxNoteLength = 300;

    private BotVersion() { }

    internal BotVersion(Bot bot, int number, string document, string note, int? restoredFrom, Guid? userId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = bot.AccountId;
        BotId = bot.Id;
        Number = number;
        Document = document;
        Note = note;
        RestoredFromNumber = restoredFrom;
        PublishedByUserId = userId;
        PublishedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>1 for a bot's first version, then one more each time.</summary>
    public int Number { get; private set; }

    /// <summary>The <see cref="BotDocument"/> as JSON.</summary>
    public string Document { get; private set; } = "";

    public string Note { get; private set; } = "";

    /// <summary>The version that was made live again by this one, or null for a published draft.</summary>
    public int? RestoredFromNumber { get; private set; }

    public Guid? PublishedByUserId { get; private set; }

    public DateTimeOffset PublishedAt { get; private set; }

    internal void Describe(string note) => Note = note;
}
