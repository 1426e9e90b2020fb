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
            Speaks { Language: { } language } => texts["expect.language", NameOf(language)],
            Speaks => texts["expect.language.own"],
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
            (Speaks, { Found: { } language }) => texts["found.language", NameOf(language)].Value,
            (Speaks, _) => texts["found.language.none"].Value,
            (CallsTool, { Found: { } tools }) => texts["found.calls", tools].Value,
            (CallsTool, _) => texts["found.calls.none"].Value,
            (NoLongerThan, { Found: { } length }) => texts["found.length", length].Value,
            _ => null,
        };

    private static string NameOf(string language) => Languages.All.FirstOrDefault(each => each.Code == language)?.NativeName ?? language;
}
