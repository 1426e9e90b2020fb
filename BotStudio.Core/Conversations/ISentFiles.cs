using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Conversations;

/// <summary>Fetches what contacts sent from where it came and keeps it; <c>Channels</c> knows how.</summary>
public interface ISentFiles
{
    /// <summary>The file of a stored message, fetched now unless it is kept already. The transcript shows it then.</summary>
    Task<SentFile> KeepAsync(ConversationRef conversation, Guid messageId, CancellationToken ct);
}

/// <summary>What came of fetching a file.</summary>
public abstract record SentFile
{
    private SentFile() { }

    /// <param name="Media">With the id of the kept file and what is known of it.</param>
    public sealed record Kept(MessageMedia Media) : SentFile;

    /// <param name="Problem">Its code: <c>files.too_large</c>, <c>files.gone</c>, <c>files.empty</c>.</param>
    public sealed record Refused(string Problem) : SentFile;

    /// <summary>Worth another try, but not before the pause is over.</summary>
    /// <param name="After">Null when nobody asked for one.</param>
    public sealed record NotNow(string Reason, TimeSpan? After = null) : SentFile;
}
