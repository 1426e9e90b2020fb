using BotStudio.Core.Data;

namespace BotStudio.Core.Channels;

public enum ReceiveMode
{
    /// <summary>The channel calls our public address.</summary>
    Webhook = 0,

    /// <summary>We ask the channel, because we have no public address.</summary>
    Polling = 1,
}

/// <summary>A bot's place on a channel. One a bot and channel; the channel's bot belongs to one of ours only.</summary>
public sealed class ChannelConnection : IBelongsToAccount
{
    private ChannelConnection() { }

    public ChannelConnection(Guid accountId, Guid botId, string channel, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        BotId = botId;
        Channel = channel;
        ConnectedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public string Channel { get; private set; } = "";

    /// <summary>The channel's id of the bot.</summary>
    public string ExternalId { get; private set; } = "";

    /// <summary>Public name without @, or null.</summary>
    public string? Username { get; private set; }

    public string DisplayName { get; private set; } = "";

    /// <summary>False when the channel shows the bot only what is meant for it in groups (Telegram's privacy mode).</summary>
    public bool SeesAllGroupMessages { get; private set; }

    /// <summary>The token, sealed by <see cref="SecretText"/>.</summary>
    public string SealedSecret { get; private set; } = "";

    /// <summary>The last four characters of the token, all that is ever shown of it.</summary>
    public string SecretHint { get; private set; } = "";

    public ReceiveMode Mode { get; private set; }

    /// <summary>What the channel must say with each call, sealed; null while polling.</summary>
    public string? SealedWebhookSecret { get; private set; }

    /// <summary>The address of ours that the channel was told to call; null while polling.</summary>
    public string? WebhookUrl { get; private set; }

    /// <summary>Polling: the worker that asks at the moment.</summary>
    public Guid? PollOwner { get; private set; }

    /// <summary>When the channel was last asked whether all is well; null when never.</summary>
    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>Checks in a row in which the channel would not speak with the bot: each makes the pause before the next one longer.</summary>
    public int FailedChecks { get; private set; }

    /// <summary>Updates that waited at the channel when it was last asked.</summary>
    public int PendingUpdates { get; private set; }

    /// <summary>What the channel was told of the bot's commands, in its own words; null when nothing.</summary>
    public string? Menu { get; private set; }

    public DateTimeOffset ConnectedAt { get; private set; }

    /// <summary>Puts a checked token in place; what was received before stays.</summary>
    public void Use(ChannelIdentity identity, string sealedSecret, string secretHint)
    {
        Recognise(identity);
        SealedSecret = sealedSecret;
        SecretHint = secretHint;
    }

    /// <summary>Takes over what the channel says of the bot: its owner may rename it there at any time.</summary>
    public void Recognise(ChannelIdentity identity)
    {
        ExternalId = identity.ExternalId;
        Username = identity.Username;
        DisplayName = identity.DisplayName;
        SeesAllGroupMessages = identity.SeesAllGroupMessages;
    }

    public void ReceiveByWebhook(string url, string sealedWebhookSecret)
    {
        Mode = ReceiveMode.Webhook;
        WebhookUrl = url;
        SealedWebhookSecret = sealedWebhookSecret;
        PollOwner = null;
    }

    public void ReceiveByPolling()
    {
        Mode = ReceiveMode.Polling;
        WebhookUrl = null;
        SealedWebhookSecret = null;
    }

    public void Check(DateTimeOffset now) => CheckedAt = now;

    public void NoteCheck(bool wasAnswered) => FailedChecks = wasAnswered ? 0 : FailedChecks + 1;

    public void NotePending(int updates) => PendingUpdates = updates;

    /// <summary>The channel shows other commands than it was told: all of them are said again.</summary>
    public void ForgetMenu() => Menu = null;

    public void ShowMenu(string menu) => Menu = menu;
}

/// <summary>Who a token belongs to, as the channel says.</summary>
public sealed record ChannelIdentity(string ExternalId, string? Username, string DisplayName, bool SeesAllGroupMessages);
