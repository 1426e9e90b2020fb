using BotStudio.Core.Bots.Documents;
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
            // A draft may name a language twice.
            document
                .Languages.Distinct()
                .ToDictionary(language => language, language => TextTemplate.Compile(text.In(language, document.DefaultLanguage))),
            TextTemplate.Compile(text.In(document.DefaultLanguage, document.DefaultLanguage))
        );

    /// <inheritdoc cref="TextTemplate.Render(TemplateValues)"/>
    public string Render(TemplateValues values) => In(values.Language).Render(values);

    /// <inheritdoc cref="TextTemplate.RenderMarkdown"/>
    public string RenderMarkdown(TemplateValues values) => In(values.Language).RenderMarkdown(values);

    private TextTemplate In(string language) => byLanguage.GetValueOrDefault(language, fallback);
}
