using BotStudio.Core.Conversations;

namespace BotStudio.Core.Channels;

/// <summary>A way to reach contacts. The engine and the jobs know channels only by this.</summary>
public interface IChannel
{
    /// <summary>Key in <see cref="ChannelTypes"/> and in the database: <c>telegram</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Reads what came in from outside, as it was stored, into the engine's words. Never throws on foreign data: what cannot be used is
    /// <see cref="Received.Ignored"/> or <see cref="Received.Refused"/> with its reason.
    /// </summary>
    ReadUpdate Read(ReadOnlySpan<byte> body, LiveConnection connection);

    /// <summary>Cuts a message into the pieces that the channel takes, each sent and retried on its own. At least one.</summary>
    IReadOnlyList<OutgoingMessage> Split(OutgoingMessage message);

    /// <summary>Sends one piece. Transport trouble comes back as a <see cref="Delivery"/>, never as an exception.</summary>
    Task<Delivery> SendAsync(LiveConnection connection, ChatAddress chat, OutgoingMessage piece, CancellationToken ct);

    /// <summary>Begins to fetch a file that the channel handed out an id for. Trouble comes back as a <see cref="FileDownload"/>.</summary>
    Task<FileDownload> OpenFileAsync(LiveConnection connection, string externalId, CancellationToken ct);

    /// <summary>Shows that the bot is writing. Best effort: trouble is not reported.</summary>
    Task ShowTypingAsync(LiveConnection connection, ChatAddress chat, CancellationToken ct);

    /// <summary>The chat can show a text that is still being written.</summary>
    bool ShowsDrafts(ChatAddress chat) => false;

    /// <summary>Shows what is written so far. Best effort, within what the channel grants beside real messages.</summary>
    Task<DraftShown> ShowDraftAsync(LiveConnection connection, ChatAddress chat, Draft draft, CancellationToken ct) =>
        Task.FromResult(DraftShown.Never);

    /// <summary>Stops the spinner on a tapped button. Best effort: trouble is not reported.</summary>
    Task AcknowledgeTapAsync(LiveConnection connection, string tapId, CancellationToken ct);
}

/// <summary>What is needed to talk on a bot's connection; held in memory only.</summary>
/// <param name="Secret">The token in clear. Never logged, never shown.</param>
/// <param name="ExternalId">The channel's id of the bot itself.</param>
/// <param name="Username">The bot's public name without @, or null.</param>
public sealed record LiveConnection(Guid Id, Guid AccountId, Guid BotId, string Channel, string Secret, string ExternalId, string? Username)
{
    /// <summary>Keeps the secret out of logs and exception texts.</summary>
    public override string ToString() => $"{Channel} connection {Id}";
}

/// <summary>What a channel made of a stored body.</summary>
/// <param name="Id">The channel's number of it, under which a repeat is recognised; null when it has none.</param>
/// <param name="ChatId">The chat whose order it belongs to; null for what belongs to no chat.</param>
public readonly record struct ReadUpdate(long? Id, string? ChatId, Received Content);

/// <summary>What a stored body says.</summary>
public abstract record Received
{
    private Received() { }

    public sealed record Message(IncomingMessage Incoming) : Received;

    /// <summary>The contact blocked the bot (or it was removed from the group), or let it back in.</summary>
    public sealed record Availability(string ChatId, ChatKind ChatKind, Sender From, bool CanWrite) : Received;

    /// <summary>A group became a supergroup.</summary>
    public sealed record ChatMoved(string OldChatId, string NewChatId) : Received;

    /// <summary>The contact does not want to read on.</summary>
    /// <param name="DraftId">Of which message, see <see cref="Draft.Id"/>.</param>
    public sealed record DraftStopped(int DraftId) : Received;

    /// <summary>Understood, and nothing to do: kinds of updates that bots here do not use, or that are not known yet.</summary>
    public sealed record Ignored(string Reason) : Received;

    /// <summary>Not an update: kept for the owner to see, never repeated.</summary>
    public sealed record Refused(string Reason) : Received;
}
