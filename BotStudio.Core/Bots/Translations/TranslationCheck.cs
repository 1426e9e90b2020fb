using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Translations;

/// <summary>What is missing for contacts who do not speak the bot's main language. It keeps nothing from being published: they get that language then.</summary>
public static class TranslationCheck
{
    /// <summary>How far each language of the bot is, the main one among them, in the order they are offered.</summary>
    public static IReadOnlyList<LanguageProgress> Progress(BotDocument document)
    {
        var texts = DocumentTexts.In(document);
        return
        [
            .. Languages
                .All.Where(language => document.Languages.Contains(language.Code))
                .Select(language => new LanguageProgress(
                    language.Code,
                    texts.Count(text => !string.IsNullOrWhiteSpace(text.Text.GetValueOrDefault(language.Code))),
                    texts.Count(text => text.IsMissing(language.Code, document.DefaultLanguage))
                )),
        ];
    }

    /// <summary>
    /// For each language with gaps <c>translations.missing</c>, for each text whose variables differ from the original's
    /// <c>translations.variables</c> with its place.
    /// </summary>
    public static IReadOnlyList<Problem> Run(BotDocument document)
    {
        var texts = DocumentTexts.In(document);
        return
        [
            .. from language in Languages.All
            where language.Code != document.DefaultLanguage && document.Languages.Contains(language.Code)
            let missing = texts.Count(text => text.IsMissing(language.Code, document.DefaultLanguage))
            where missing > 0
            select new Problem("translations.missing", language.NativeName, missing).At("/languages"),
            .. from text in texts
            from language in document.Languages
            where language != document.DefaultLanguage
            let different = DifferentVariables(text.Text, document.DefaultLanguage, language)
            where different.Count > 0
            select new Problem("translations.variables", Written(different)).At(text.PlaceIn(language)),
        ];
    }

    /// <summary>Variables that one of the two texts has and the other has not; none while one of them is not written.</summary>
    public static IReadOnlyList<string> DifferentVariables(LocalizedText text, string source, string target)
    {
        var (original, translation) = (text.GetValueOrDefault(source), text.GetValueOrDefault(target));
        return string.IsNullOrWhiteSpace(original) || string.IsNullOrWhiteSpace(translation)
            ? []
            : DifferentVariables(original, translation);
    }

    public static IReadOnlyList<string> DifferentVariables(string original, string translation)
    {
        var before = TextTemplate.Compile(original).Variables.ToHashSet();
        before.SymmetricExceptWith(TextTemplate.Compile(translation).Variables);
        return [.. before.Order(StringComparer.Ordinal)];
    }

    /// <summary>As they stand in texts: <c>{{contact.first_name}}, {{date}}</c>.</summary>
    public static string Written(IEnumerable<string> variables) => string.Join(", ", variables.Select(name => $"{{{{{name}}}}}"));
}

/// <param name="Written">Texts that are there in it.</param>
/// <param name="Missing">Texts that the main language has and it has not.</param>
public sealed record LanguageProgress(string Language, int Written, int Missing)
{
    public int Total => Written + Missing;
}
