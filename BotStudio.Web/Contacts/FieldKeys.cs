using System.Globalization;
using System.Text;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Web.Contacts;

/// <summary>Makes a key for a field out of what people call it: "День народження" → <c>den_narodzhennya</c>.</summary>
public static class FieldKeys
{
    /// <summary>Ukrainian as its passports have it, near enough for the other Cyrillic letters, and the Latin ones that do not come apart.</summary>
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['а'] = "a",
        ['б'] = "b",
        ['в'] = "v",
        ['г'] = "h",
        ['ґ'] = "g",
        ['д'] = "d",
        ['е'] = "e",
        ['є'] = "ie",
        ['ж'] = "zh",
        ['з'] = "z",
        ['и'] = "y",
        ['і'] = "i",
        ['ї'] = "i",
        ['й'] = "i",
        ['к'] = "k",
        ['л'] = "l",
        ['м'] = "m",
        ['н'] = "n",
        ['о'] = "o",
        ['п'] = "p",
        ['р'] = "r",
        ['с'] = "s",
        ['т'] = "t",
        ['у'] = "u",
        ['ф'] = "f",
        ['х'] = "kh",
        ['ц'] = "ts",
        ['ч'] = "ch",
        ['ш'] = "sh",
        ['щ'] = "shch",
        ['ь'] = "",
        ['ъ'] = "",
        ['ы'] = "y",
        ['э'] = "e",
        ['ю'] = "iu",
        ['я'] = "ia",
        ['ł'] = "l",
        ['ß'] = "ss",
    };

    /// <summary>Empty when nothing of it can stand in a key.</summary>
    public static string From(string label)
    {
        var key = new StringBuilder();
        foreach (var letter in label.ToLowerInvariant().Select(LetterOf))
        {
            key.Append(letter);
        }

        var words = key.ToString().Split('_', StringSplitOptions.RemoveEmptyEntries);
        var found = string.Join('_', words).TrimStart([.. "0123456789_"]);
        return found.Length <= ContactField.MaxKeyLength ? found : found[..ContactField.MaxKeyLength].TrimEnd('_');
    }

    /// <summary>The key, or the same with a number when others have it.</summary>
    public static string Unique(string key, IReadOnlyCollection<string> others)
    {
        var found = key;
        for (var number = 2; others.Contains(found) || TemplateVariables.IsKnown(TemplateVariables.ContactPrefix + found); number++)
        {
            found = string.Create(CultureInfo.InvariantCulture, $"{key[..Math.Min(key.Length, ContactField.MaxKeyLength - 4)]}_{number}");
        }

        return found;
    }

    private static string LetterOf(char letter)
    {
        if (char.IsAsciiLetterOrDigit(letter))
        {
            return letter.ToString();
        }

        if (Letters.TryGetValue(letter, out var known))
        {
            return known;
        }

        if (char.IsSurrogate(letter))
        {
            return "_";
        }

        // ü is u with two dots, ż is z with one.
        var plain = letter.ToString().Normalize(NormalizationForm.FormD)[0];
        return plain != letter && char.IsAsciiLetterLower(plain) ? plain.ToString()
            : letter is '\'' or '’' ? ""
            : "_";
    }
}
