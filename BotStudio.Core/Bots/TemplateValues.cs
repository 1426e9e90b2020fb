using System.Globalization;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots;

/// <summary>Values of the variables for one turn.</summary>
public sealed record TemplateValues
{
    /// <summary>Characters of a name; what is longer is cut. Telegram gives at most 64.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Characters of <see cref="Arguments"/>; what is longer is cut. Telegram gives at most 4096.</summary>
    public const int MaxArgumentsLength = 4096;

    public required string BotName { get; init; }

    public required string FirstName { get; init; }

    public string LastName { get; init; } = "";

    public string Username { get; init; } = "";

    /// <summary>A code of <see cref="Languages"/>.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>What the contact wrote after the command's name.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>What the link that brought the contact here said, see core.telegram.org/bots/features#deep-linking.</summary>
    public string StartPayload { get; init; } = "";

    /// <summary>The contact's, in whatever unit the owner counts.</summary>
    public decimal Balance { get; init; }

    /// <summary>Values of the bot's <see cref="ContactField"/>s by key, as a person reads them; empty for those that are not known of the contact.</summary>
    public IReadOnlyDictionary<string, string> ContactFields { get; init; } = new Dictionary<string, string>();

    /// <summary>What the contact filled in, by the keys of a form's fields, as a person reads it.</summary>
    public IReadOnlyDictionary<string, string> FormAnswers { get; init; } = new Dictionary<string, string>();

    /// <summary>The value as one line of plain text, or null for a name that is no variable.</summary>
    public string? this[string variable] =>
        variable switch
        {
            TemplateVariables.FirstName => OneLine.Of(FirstName, MaxNameLength),
            TemplateVariables.LastName => OneLine.Of(LastName, MaxNameLength),
            TemplateVariables.Username => OneLine.Of(Username, MaxNameLength),
            TemplateVariables.Language => Languages.All.FirstOrDefault(language => language.Code == Language)?.NativeName ?? Language,
            TemplateVariables.Balance => Balance.ToString("#,0.####", CultureInfo.GetCultureInfo(Language)),
            TemplateVariables.BotName => OneLine.Of(BotName, MaxNameLength),
            // With the weekday: "are you open today?" is what contacts ask.
            TemplateVariables.Date => Now.ToString("D", CultureInfo.GetCultureInfo(Language)),
            TemplateVariables.Time => Now.ToString("HH:mm", CultureInfo.InvariantCulture),
            TemplateVariables.Arguments => OneLine.Of(Arguments, MaxArgumentsLength),
            TemplateVariables.StartPayload => OneLine.Of(StartPayload, MaxNameLength),
            _ when variable.StartsWith(TemplateVariables.ContactPrefix, StringComparison.Ordinal) => ContactFields.TryGetValue(
                variable[TemplateVariables.ContactPrefix.Length..],
                out var value
            )
                ? OneLine.Of(value, ContactField.MaxValueLength)
                : null,
            // A question that was not asked has no answer, and nobody wants to read its name instead.
            _ when variable.StartsWith(TemplateVariables.FormPrefix, StringComparison.Ordinal) => OneLine.Of(
                FormAnswers.GetValueOrDefault(variable[TemplateVariables.FormPrefix.Length..], ""),
                MaxArgumentsLength
            ),
            _ => null,
        };
}
