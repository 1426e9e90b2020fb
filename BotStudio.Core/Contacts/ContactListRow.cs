using BotStudio.Core.Conversations;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Contacts;

/// <summary>A contact as lists, exports and the API show it.</summary>
/// <param name="ExternalId">The channel's id of the person.</param>
/// <param name="Username">Public name without @, or null.</param>
/// <param name="Language">The language they chose, or that was chosen for them; null while their client decides.</param>
/// <param name="LanguageTag">IETF tag their client reported last.</param>
/// <param name="Source">What the link carried that brought them first; null when they came by themselves.</param>
/// <param name="Fields">Values of the bot's own fields by key, each a text in the one form of its kind: `12.5`, `2026-03-14`, `true`.</param>
public sealed record ContactListRow(
    Guid Id,
    string Channel,
    string ExternalId,
    string FirstName,
    string? LastName,
    string? Username,
    string? Language,
    string? LanguageTag,
    string? Source,
    IReadOnlyList<string> Tags,
    IReadOnlyDictionary<string, string> Fields,
    decimal Balance,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset? BlockedAt,
    DateTimeOffset? StoppedAt
)
{
    /// <summary>What they are called: the name, else the username, else the channel's id.</summary>
    public string DisplayName =>
        $"{FirstName} {LastName}".Trim() is { Length: > 0 } name ? name
        : Username is { Length: > 0 } ? "@" + Username
        : ExternalId;

    /// <summary>The language they are answered in where the bot speaks it: a code, or null.</summary>
    public string? EffectiveLanguage => Language ?? Languages.FromTag(LanguageTag);

    public ContactState State =>
        BlockedAt is not null ? ContactState.Blocked
        : StoppedAt is not null ? ContactState.Stopped
        : ContactState.Reachable;

    internal static ContactListRow Of(Contact contact) =>
        new(
            contact.Id,
            contact.Channel,
            contact.ExternalId,
            contact.FirstName,
            contact.LastName,
            contact.Username,
            contact.Language,
            contact.LanguageTag,
            contact.Source,
            contact.Tags,
            ContactFieldValues.Read(contact.Fields),
            contact.Balance,
            contact.CreatedAt,
            contact.LastSeenAt,
            contact.BlockedAt,
            contact.StoppedAt
        );
}
