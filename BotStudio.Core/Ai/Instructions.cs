using System.Globalization;
using BotStudio.Core.Bots;

namespace BotStudio.Core.Ai;

/// <summary>The system prompt of one question: the owner's text with its variables filled in, and the language to answer in.</summary>
public static class Instructions
{
    public static string For(CompiledPrompt prompt, TemplateValues values) =>
        $"{prompt.Instructions.Render(values)}\n\n{LanguageRule(values.Language)}";

    private static string LanguageRule(string language) =>
        $"Answer in {CultureInfo.GetCultureInfo(language).EnglishName}, unless the contact writes in another language: then answer in that one.";
}
