using BotStudio.Core.Data;

namespace BotStudio.Core.Conversations;

/// <summary>A person who talks to a bot.</summary>
public sealed class Contact : IBelongsToAccount
{
    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public string Channel { get; private set; } = "";

    /// <summary>The channel's id of the person.</summary>
    public string ExternalId { get; private set; } = "";

    public string FirstName { get; private set; } = "";

    public string? LastName { get; private set; }

    public string? Username { get; private set; }

    /// <summary>IETF tag their client reported last.</summary>
    public string? LanguageTag { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>Since when nothing can be sent to them; null while they can be reached.</summary>
    public DateTimeOffset? BlockedAt { get; private set; }
}
