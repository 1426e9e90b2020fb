namespace BotStudio.Core.Channels;

/// <summary>What a channel answered to one sent message.</summary>
public abstract record Delivery
{
    private Delivery() { }

    /// <param name="ExternalId">The channel's id of the (last) message.</param>
    public sealed record Sent(string ExternalId) : Delivery
    {
        /// <summary>What had to be left out so that it arrived (<c>formatting</c>, <c>buttons</c>); null when nothing had to.</summary>
        public string? LeftOut { get; init; }
    }

    /// <summary>Nothing may be sent before the pause is over; order is kept.</summary>
    /// <param name="WholeBot">True when every chat of the bot has to wait, not this chat alone.</param>
    public sealed record RateLimited(TimeSpan After, bool WholeBot) : Delivery;

    /// <summary>The contact blocked the bot, left, or the chat is gone: sending again is useless until they write.</summary>
    public sealed record Blocked(string Reason) : Delivery;

    /// <summary>A group became a supergroup: the same chat lives on under another id.</summary>
    public sealed record Moved(string NewChatId) : Delivery;

    /// <summary>The channel will never take this message.</summary>
    public sealed record Refused(string Reason) : Delivery;

    /// <summary>The bot's token is not valid any more.</summary>
    public sealed record Unauthorized : Delivery;

    /// <summary>No answer or a server's error: it may have arrived or not, and is worth another try.</summary>
    public sealed record Unreachable(string Reason) : Delivery;
}
