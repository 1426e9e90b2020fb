namespace BotStudio.Core.Channels;

/// <summary>What a channel answered to the wish for a file.</summary>
public abstract record FileDownload
{
    private FileDownload() { }

    /// <param name="Content">Read once; the caller disposes of it. Reading throws <see cref="IOException"/> when the connection breaks.</param>
    public sealed record Ready(Stream Content) : FileDownload;

    /// <summary>The channel does not hand out files of this size.</summary>
    public sealed record TooLarge : FileDownload;

    /// <summary>The channel does not have it any more, or never had it for this bot.</summary>
    public sealed record Gone : FileDownload;

    /// <summary>Nothing before the pause is over.</summary>
    public sealed record RateLimited(TimeSpan After) : FileDownload;

    /// <summary>No answer or a server's error: worth another try.</summary>
    public sealed record Unreachable(string Reason) : FileDownload;
}
