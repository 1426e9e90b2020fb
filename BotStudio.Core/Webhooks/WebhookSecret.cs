using BotStudio.Core.Data;

namespace BotStudio.Core.Webhooks;

/// <summary>With what a bot signs everything that it sends to its owner's addresses. Made when it is first needed.</summary>
public sealed class WebhookSecret : IBelongsToAccount
{
    /// <summary>How long the old secret still signs beside the new one: time to put the new one into place.</summary>
    public static readonly TimeSpan OldOneLivesFor = TimeSpan.FromHours(24);

    private WebhookSecret() { }

    public WebhookSecret(Guid accountId, Guid botId, string sealedSecret, DateTimeOffset now)
    {
        AccountId = accountId;
        BotId = botId;
        SealedSecret = sealedSecret;
        CreatedAt = now;
    }

    public Guid BotId { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>Sealed by <see cref="SecretText"/>.</summary>
    public string SealedSecret { get; private set; } = "";

    public string? SealedOldSecret { get; private set; }

    public DateTimeOffset? OldOneEndsAt { get; private set; }

    /// <summary>When the present one was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    public void Rotate(string sealedSecret, DateTimeOffset now)
    {
        SealedOldSecret = SealedSecret;
        OldOneEndsAt = now + OldOneLivesFor;
        SealedSecret = sealedSecret;
        CreatedAt = now;
    }

    /// <summary>All that sign now, the present one first.</summary>
    public IEnumerable<string> SealedAt(DateTimeOffset now) =>
        SealedOldSecret is { } old && now < OldOneEndsAt ? [SealedSecret, old] : [SealedSecret];
}
