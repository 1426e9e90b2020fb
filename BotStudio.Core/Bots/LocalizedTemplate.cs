using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots;

/// <summary>A <see cref="LocalizedText"/> compiled in every language of a bot.</summary>
public sealed class LocalizedTemplate
{
    private readonly Dictionary<string, TextTemplate> byLanguage;
    private readonly TextTemplate fallback;

    private LocalizedTemplate(Dictionary<string, TextTemplate> byLanguage, TextTemplate fallback)
    {
        this.byLanguage = byLanguage;
        this.fallback = fallback;
    }

    public static LocalizedTemplate Compile(LocalizedText text, BotDocument document) =>
        new(
            document.Languages.ToDictionary(
                language => language,
                language => TextTemplate.Compile(text.In(language, document.DefaultLanguage))
            ),
            TextTemplate.Compile(text.In(document.DefaultLanguage, document.DefaultLanguage))
        );

    public string Render(TemplateValues values) => byLanguage.GetValueOrDefault(values.Language, fallback).Render(values);
}
