using System.Globalization;
using BotStudio.Core.Bots;

namespace BotStudio.Core.Ai;

/// <summary>The system prompt of one question: the owner's text with its variables filled in, what is added to it for the contact's language, and the language to answer in.</summary>
public static class Instructions
{
    public static string For(CompiledPrompt prompt, TemplateValues values) =>
        string.Join("\n\n", [prompt.Instructions.Render(values), .. Addition(prompt, values), LanguageRule(values.Language)]);

    private static IEnumerable<string> Addition(CompiledPrompt prompt, TemplateValues values) =>
        prompt.Additions.TryGetValue(values.Language, out var addition) ? [addition.Render(values)] : [];

    private static string LanguageRule(string language) =>
        $"Answer in {CultureInfo.GetCultureInfo(language).EnglishName}, unless the contact writes in another language: then answer in that one.";
}
