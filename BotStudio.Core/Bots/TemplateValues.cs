using System.Globalization;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots;

/// <summary>Values of the variables for one turn.</summary>
public sealed record TemplateValues
{
    public required string BotName { get; init; }

    public required string FirstName { get; init; }

    public string LastName { get; init; } = "";

    public string Username { get; init; } = "";

    /// <summary>A code of <see cref="Languages"/>.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>What the contact wrote after the command's name.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>The value, or null for a name that is no variable.</summary>
    public string? this[string variable] =>
        variable switch
        {
            TemplateVariables.FirstName => Plain(FirstName),
            TemplateVariables.LastName => Plain(LastName),
            TemplateVariables.Username => Plain(Username),
            TemplateVariables.Language => Languages.All.FirstOrDefault(language => language.Code == Language)?.NativeName ?? Language,
            TemplateVariables.BotName => Plain(BotName),
            TemplateVariables.Date => Now.ToString("d", CultureInfo.GetCultureInfo(Language)),
            TemplateVariables.Time => Now.ToString("t", CultureInfo.GetCultureInfo(Language)),
            TemplateVariables.Arguments => Arguments,
            _ => null,
        };

    private static string Plain(string value)
    {
        var cut = value.Length > TextTemplate.MaxValueLength ? value[..TextTemplate.MaxValueLength] : value;
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c)) : cut;
    }
}
