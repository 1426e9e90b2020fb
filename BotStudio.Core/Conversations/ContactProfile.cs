using System.Text.Json;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Conversations;

/// <summary>What is known of a contact while they are answered.</summary>
public sealed record ContactProfile
{
    // Before Unknown, which takes it while it is made.
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public static readonly ContactProfile Unknown = new();

    /// <summary>The language they chose, a code of <see cref="Localization.Languages"/>; null follows what their client reports.</summary>
    public string? Language { get; init; }

    /// <summary>What brought them here: the payload of their first <c>/start</c>; null when there was none.</summary>
    public string? Source { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Values of the bot's contact fields by key, as text; see <see cref="Bots.Documents.ContactField"/>.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = None;

    /// <summary>In whatever unit the owner counts.</summary>
    public decimal Balance { get; init; }

    /// <summary>They asked the bot to write nothing unasked.</summary>
    public bool IsStopped { get; init; }

    /// <summary>The profile as it is after the change; what the simulator goes on with.</summary>
    public ContactProfile With(ContactChange change)
    {
        var fields = new Dictionary<string, string>(Fields);
        foreach (var (key, value) in change.Fields)
        {
            if (value is null)
            {
                fields.Remove(key);
            }
            else
            {
                fields[key] = value;
            }
        }

        return this with
        {
            Language = change.ForgetsLanguage ? null : change.Language ?? Language,
            Source = Source ?? change.Source,
            Tags = [.. Tags.Union(change.AddTags).Except(change.RemoveTags).Order(StringComparer.Ordinal)],
            Fields = fields,
            IsStopped = change.IsStopped ?? IsStopped,
        };
    }

    /// <summary>Fields as their row keeps them: <c>{"city":"Lviv"}</c>.</summary>
    public static IReadOnlyDictionary<string, string> ReadFields(string json) =>
        json == "{}" ? None : JsonSerializer.Deserialize(json, ConversationJson.Default.ContactFieldValues)!;
}
