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

    /// <summary>The language they chose or the owner set, a code of <see cref="Localization.Languages"/>; null follows their client.</summary>
    public string? Language { get; private set; }

    /// <summary>What brought them here: the payload of their first <c>/start</c>.</summary>
    public string? Source { get; private set; }

    public string[] Tags { get; private set; } = [];

    /// <summary>Values of the bot's contact fields by key, as JSON: <c>{"city":"Lviv"}</c>.</summary>
    public string Fields { get; private set; } = "{}";

    /// <summary>In whatever unit the owner counts, four decimals; not the platform's money.</summary>
    public decimal Balance { get; private set; }

    /// <summary>Since when they want nothing unasked; null while they do not mind.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Name, username and id in lower case, for searching and for the order by name; the database makes it.</summary>
    public string SearchText { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>Since when nothing can be sent to them; null while they can be reached.</summary>
    public DateTimeOffset? BlockedAt { get; private set; }
}
