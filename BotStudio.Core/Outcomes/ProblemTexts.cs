using System.Collections.Frozen;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Outcomes;

/// <summary>
/// Says a problem in the current culture. The feature before the code's first dot names the texts (<c>bots.no_channel</c> is in BotsText);
/// a code without a dot is in <see cref="OutcomesText"/>.
/// </summary>
public sealed class ProblemTexts(IStringLocalizerFactory localizers)
{
    private const string UnknownKey = "unknown";

    private static readonly FrozenDictionary<string, Type> TextsOfFeature = typeof(ProblemTexts)
        .Assembly.GetTypes()
        .Where(type => type.Namespace is { } space && type.Name == space[(space.LastIndexOf('.') + 1)..] + "Text")
        .ToFrozenDictionary(type => type.Name[..^"Text".Length], StringComparer.OrdinalIgnoreCase);

    public string Of(Problem problem)
    {
        var text = TextsOf(problem.Code)[problem.Code, problem.Args];
        return text.ResourceNotFound ? localizers.Create(typeof(OutcomesText))[UnknownKey, problem.Code] : text;
    }

    private IStringLocalizer TextsOf(string code)
    {
        var dot = code.IndexOf('.', StringComparison.Ordinal);
        var isKnown = TextsOfFeature.TryGetValue(dot < 0 ? "" : code[..dot].Replace("_", "", StringComparison.Ordinal), out var texts);
        return localizers.Create(isKnown ? texts! : typeof(OutcomesText));
    }
}
