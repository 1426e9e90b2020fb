using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Outcomes;

/// <summary>
/// Says a problem in the current culture. Its text is under its code among the texts of the feature that the code begins with, or of any
/// other (<c>document.*</c> is said by BotsText, <c>menu.*</c> by CommandsText): codes are unique in the product.
/// </summary>
public sealed class ProblemTexts(IStringLocalizerFactory localizers)
{
    private const string UnknownKey = "unknown";

    /// <summary>In the place of a value that nobody gave.</summary>
    private const string Unknown = "…";

    /// <summary>The texts of every feature: classes named after the folder they are in, such as <c>Bots/BotsText.cs</c>.</summary>
    private static readonly IReadOnlyList<Type> Features =
    [
        .. typeof(ProblemTexts)
            .Assembly.GetTypes()
            .Where(type => type.Namespace is { } space && type.Name == space[(space.LastIndexOf('.') + 1)..] + "Text")
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private readonly IReadOnlyList<(string Prefix, IStringLocalizer Texts)> features =
    [
        .. Features.Select(type => (type.Name[..^"Text".Length], localizers.Create(type))),
    ];

    public string Of(Problem problem)
    {
        var feature = problem.Code.Split('.')[0].Replace("_", "", StringComparison.Ordinal);
        // A problem that is known by its code alone is still said.
        object[] values = [.. problem.Args, Unknown, Unknown, Unknown];
        var text = features
            .OrderByDescending(each => each.Prefix.Equals(feature, StringComparison.OrdinalIgnoreCase))
            .Select(each => each.Texts[problem.Code, values])
            .FirstOrDefault(found => !found.ResourceNotFound);
        return text ?? localizers.Create(typeof(OutcomesText))[UnknownKey, problem.Code];
    }
}
