using System.Globalization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Options as people type them: the label in any language of the bot, its beginning, or its number.</summary>
internal static class OptionText
{
    /// <summary>Characters of an answer in own words.</summary>
    public const int MaxOtherLength = 300;

    private const int ShortestBeginning = 3;

    private const CompareOptions Loosely =
        CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace | CompareOptions.IgnoreWidth | CompareOptions.IgnoreSymbols;

    private static readonly CompareInfo Compare = CultureInfo.InvariantCulture.CompareInfo;

    public static string Plain(string text) => text.Trim();

    public static FieldOption? Find(IReadOnlyList<FieldOption> options, string text, bool mayBeBeginning)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (options.FirstOrDefault(option => option.Label.Values.Any(label => AreSame(label.Trim(), text))) is { } named)
        {
            return named;
        }

        if (int.TryParse(text.TrimEnd('.', ')'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number >= 1 && number <= options.Count ? options[number - 1] : null;
        }

        return
            mayBeBeginning
            && text.Length >= ShortestBeginning
            && options.Where(option => option.Label.Values.Any(label => Compare.IsPrefix(label, text, Loosely))).ToArray() is [var only]
            ? only
            : null;
    }

    /// <summary>Several options in one text, parted by commas, semicolons or lines; numbers also by blanks.</summary>
    public static IEnumerable<string> Parts(string text, IReadOnlyList<FieldOption> options)
    {
        var whole = Plain(text);
        if (Find(options, whole, mayBeBeginning: false) is not null)
        {
            // A label may have a comma in it.
            return [whole];
        }

        char[] separators = whole.All(c => char.IsAsciiDigit(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '.')
            ? [',', ';', ' ', '\n', '\t', '\u00A0']
            : [',', ';', '\n'];
        return whole.Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(FieldOption.MaxOptions);
    }

    public static string Written(IReadOnlyList<FieldOption> options, Answer answer, string language, string defaultLanguage) =>
        string.Join(
            ", ",
            options
                .Where(option => answer.Options?.Contains(option.Id) == true)
                .Select(option => option.Label.In(language, defaultLanguage))
                .Concat(answer.Value is { Length: > 0 } other ? [other] : Array.Empty<string>())
        );

    // Signs are not compared, so that 👍 Yes is yes; labels of nothing but signs have to be the same.
    private static bool AreSame(string label, string text) =>
        label.Any(char.IsLetterOrDigit) ? text.Any(char.IsLetterOrDigit) && Compare.Compare(label, text, Loosely) == 0 : label == text;
}
