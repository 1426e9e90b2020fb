using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace BotStudio.Core.Localization;

/// <summary>
/// In which language of the product a text is written: by its script, by letters that only one of them has, by the small words that every sentence
/// needs. Says nothing where these say nothing: a name, a price, a language of somewhere else.
/// </summary>
public static partial class GuessLanguage
{
    /// <summary>A letter of its own says less than a word: names travel.</summary>
    private const double LetterWeight = 0.5;

    /// <summary>Words of other alphabets do not count as the text's own above this share.</summary>
    private const double Half = 0.5;

    private static readonly Signs[] Cyrillic =
    [
        new(
            "uk",
            "іїєґ'’",
            "і й та що як для не на це ми ви вас вам ваш ваша ваше є був була були буде можна можете або але також коли якщо вже ще так ні від до за про при будь ласка дякую добрий день нас наш наша ціна"
        ),
        new(
            "ru",
            "ыэъё",
            "и что как для не на это мы вы вас вам ваш ваша ваше есть был была были будет можно можете или но также когда если уже ещё еще так нет от до за о при пожалуйста спасибо добрый день нас наш наша цена"
        ),
    ];

    private static readonly Signs[] Latin =
    [
        new(
            "en",
            "",
            "the and you your we our are is was to of for in on with can will would this that it have has from not please thank yes at if or but how what when there here us"
        ),
        new(
            "pl",
            "ąćęłńśźż",
            "i w na z do się nie to jest są że dla jak czy lub ale także proszę dziękuję możesz można pan pani nasz nasza nas od po za tak kiedy jeśli już o przez który która ma mamy"
        ),
        new(
            "de",
            "äöüß",
            "der die das und ist sind nicht sie wir ihr ihre ihnen für mit von zu auf ein eine einen den dem im am bei oder aber auch wenn wie was bitte danke ja nein unser unsere haben können gerne uhr"
        ),
    ];

    /// <returns>A code of <see cref="Languages"/>, or null when nothing tells.</returns>
    public static string? Of(string text)
    {
        var letters = text.Count(char.IsLetter);
        if (letters == 0)
        {
            return null;
        }

        var cyrillic = text.Count(letter => letter is >= 'Ѐ' and <= 'ӿ');
        var latin = text.Count(letter => letter is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= 'À' and <= 'ɏ'));
        return cyrillic > letters * Half ? Best(text, Cyrillic)
            : latin > letters * Half ? Best(text, Latin)
            : null;
    }

    /// <summary>How many words there are to tell by.</summary>
    public static int Words(string text) => Word().Count(text);

    private static string? Best(string text, Signs[] candidates)
    {
        var words = Word().Matches(text).Select(word => word.Value.ToLowerInvariant()).ToList();
        var scores = candidates
            .Select(signs =>
                (
                    signs.Language,
                    Score: words.Count(signs.Words.Contains)
                        + (LetterWeight * words.Count(word => word.AsSpan().ContainsAny(signs.Letters)))
                )
            )
            .OrderByDescending(candidate => candidate.Score)
            .ToList();
        return scores[0].Score > scores[1].Score ? scores[0].Language : null;
    }

    [GeneratedRegex(@"\p{L}[\p{L}'’]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    private sealed class Signs(string language, string letters, string words)
    {
        public string Language => language;

        public SearchValues<char> Letters { get; } = SearchValues.Create(letters);

        public FrozenSet<string> Words { get; } = words.Split(' ').ToFrozenSet();
    }
}
