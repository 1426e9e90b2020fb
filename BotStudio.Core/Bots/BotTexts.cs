using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots;

/// <summary>
/// What bots say that no owner has to write: errors, captions of buttons, hints. It is built in for every language of the product, and the document
/// may say it in its own words. Keys are <c>feature.say.…</c>; the texts lie with the others of their feature, so a new one is a line in its
/// resource.
/// </summary>
public sealed class BotTexts(BotDocument document)
{
    private const string Mark = ".say.";

    private static readonly ConcurrentDictionary<string, ResourceManager> Features = new();

    /// <summary>All keys, of every feature, in order.</summary>
    public static IReadOnlyList<string> Keys { get; } = FindKeys();

    /// <summary>The text with its placeholders filled, in the owner's words when there are any in this language.</summary>
    /// <param name="language">A code of <see cref="Languages"/>.</param>
    public string Of(string key, string language, params object[] args)
    {
        var text = Own(key, language) ?? BuiltIn(key, language);
        return args.Length == 0 ? text : Fill(text, BuiltIn(key, language), language, args);
    }

    /// <summary>A text with a number in it, see <see cref="Plurals"/>; {0} is the number.</summary>
    public string Plural(string key, string language, long count, params object[] more) =>
        Of($"{key}.{Plurals.FormOf(count, language)}", language, [count, .. more]);

    /// <summary>The text as the product has it, with its placeholders.</summary>
    /// <exception cref="MissingManifestResourceException">No feature has such a key.</exception>
    public static string BuiltIn(string key, string language) =>
        Features.GetOrAdd(FeatureOf(key), Open).GetString(key, CultureInfo.GetCultureInfo(language))
        ?? throw new MissingManifestResourceException($"There is no text {key}.");

    private string? Own(string key, string language) =>
        document.SystemTexts.TryGetValue(key, out var own) && own.GetValueOrDefault(language) is { Length: > 0 } text ? text : null;

    /// <summary>An owner's placeholders may be wrong; then the built-in text is said, for something has to be.</summary>
    private static string Fill(string text, string builtIn, string language, object[] args)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        try
        {
            return string.Format(culture, text, args);
        }
        catch (FormatException)
        {
            return string.Format(culture, builtIn, args);
        }
    }

    private static string FeatureOf(string key) => key[..key.IndexOf('.', StringComparison.Ordinal)];

    private static ResourceManager Open(string feature)
    {
        var name = char.ToUpperInvariant(feature[0]) + feature[1..];
        return new ResourceManager($"{nameof(BotStudio)}.{nameof(Core)}.{name}.{name}Text", typeof(BotTexts).Assembly);
    }

    private static List<string> FindKeys()
    {
        const string ending = "Text.resources";
        var keys = new List<string>();
        foreach (
            var resource in typeof(BotTexts)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(ending, StringComparison.Ordinal))
        )
        {
            using var reader = new ResourceReader(typeof(BotTexts).Assembly.GetManifestResourceStream(resource)!);
            foreach (System.Collections.DictionaryEntry entry in reader)
            {
                var key = (string)entry.Key;
                if (key.Contains(Mark, StringComparison.Ordinal))
                {
                    keys.Add(key);
                }
            }
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}
