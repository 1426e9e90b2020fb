using System.Globalization;
using BotStudio.Core.Localization;
using BotStudio.Core.Trials.Questions;
using Microsoft.Extensions.Localization;

namespace BotStudio.Web.Trials.Tests;

/// <summary>Says in the reader's language what is expected of an answer, and what was there instead.</summary>
internal static class ExpectationTexts
{
    public static string Of(IStringLocalizer<TrialsText> texts, Expectation expectation) =>
        expectation switch
        {
            Contains contains => texts["expect.contains", contains.Text],
            Lacks lacks => texts["expect.lacks", lacks.Text],
            InLanguage { Language: { } language } => texts["expect.language", NameOf(language)],
            InLanguage => texts["expect.language.own"],
            CallsTool calls => texts["expect.calls", calls.Tool],
            NoLongerThan shorter => texts["expect.max_length", shorter.Characters.ToString("N0", CultureInfo.CurrentCulture)],
            Judged judged => texts["expect.judged", judged.Criterion],
            _ => "",
        };

    /// <returns>Null where there is nothing to say.</returns>
    public static string? Found(IStringLocalizer<TrialsText> texts, Expectation expectation, Verdict verdict) =>
        (expectation, verdict) switch
        {
            (_, { IsMet: true }) => null,
            (InLanguage, { Found: { } language }) => texts["found.language", NameOf(language)],
            (InLanguage, _) => texts["found.language.none"],
            (CallsTool, { Found: { } tools }) => texts["found.calls", tools],
            (CallsTool, _) => texts["found.calls.none"],
            (NoLongerThan, { Found: { } length }) => texts["found.length", length],
            _ => null,
        };

    private static string NameOf(string language) => Languages.All.FirstOrDefault(each => each.Code == language)?.NativeName ?? language;
}
