using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Translations;

namespace BotStudio.Web.Bots.Translations;

/// <summary>
/// What lies before a translator: the texts of a draft in two languages, which of them are shown, and what AI has suggested and nobody has accepted
/// yet.
/// </summary>
public sealed class TranslationDesk
{
    private readonly Dictionary<(string Language, string Key), string> suggestions = [];
    private readonly HashSet<string> shown = [];
    private BotDocument? document;
    private IReadOnlyList<DocumentText> texts = [];
    private bool onlyMissing;

    public string Source { get; private set; } = "";

    public string Target { get; private set; } = "";

    public bool OnlyMissing
    {
        get => onlyMissing;
        set
        {
            onlyMissing = value;
            LookAgain();
        }
    }

    /// <summary>Only texts in which these words are, in one of the two languages.</summary>
    public string Words { get; set; } = "";

    /// <summary>All of the document, in its order.</summary>
    public IReadOnlyList<DocumentText> Texts => texts;

    /// <summary>By the parts that readers know, as far as they are to be shown.</summary>
    public IEnumerable<IGrouping<TextGroup, DocumentText>> Groups =>
        texts.Where(text => (!OnlyMissing || shown.Contains(text.Key)) && HasWords(text)).GroupBy(text => text.Group);

    /// <summary>What the target language has not and the source has.</summary>
    public IReadOnlyList<DocumentText> Missing => [.. texts.Where(text => text.IsMissing(Target, Source))];

    public int SuggestionCount => texts.Count(text => SuggestionFor(text.Key) is not null);

    /// <summary>Follows the draft; languages that the bot speaks no longer are left.</summary>
    public void Show(BotDocument shownDocument)
    {
        if (ReferenceEquals(document, shownDocument))
        {
            return;
        }

        document = shownDocument;
        texts = DocumentTexts.In(document);
        if (!document.Languages.Contains(Source) || !document.Languages.Contains(Target) || Source == Target)
        {
            Source = document.DefaultLanguage;
            // Where most is left to do.
            Target =
                TranslationCheck
                    .Progress(document)
                    .Where(progress => progress.Language != Source)
                    .OrderByDescending(progress => progress.Missing)
                    .FirstOrDefault()
                    ?.Language
                ?? Source;
            LookAgain();
        }
        else
        {
            shown.UnionWith(Missing.Select(text => text.Key));
        }
    }

    /// <summary>Another pair of languages. The same one on both sides swaps them.</summary>
    public void Translate(string source, string target)
    {
        (Source, Target) =
            source != target ? (source, target)
            : source == Source ? (Target, Source)
            : (source, Source);
        LookAgain();
    }

    public string? SuggestionFor(string key) => suggestions.GetValueOrDefault((Target, key));

    /// <param name="target">The language that was asked for; another one may be shown by now.</param>
    public void Suggest(string target, IEnumerable<TranslationSuggestion> suggested)
    {
        foreach (var suggestion in suggested)
        {
            suggestions[(target, suggestion.Key)] = suggestion.Text;
        }
    }

    /// <returns>The suggestion, which is no longer one; null when there was none.</returns>
    public string? Take(string key) => suggestions.Remove((Target, key), out var suggestion) ? suggestion : null;

    /// <summary>All suggestions for the target language, which then are none any more.</summary>
    public IReadOnlyDictionary<string, string> TakeAll()
    {
        var taken = texts
            .Where(text => SuggestionFor(text.Key) is not null)
            .ToDictionary(text => text.Key, text => SuggestionFor(text.Key)!);
        foreach (var key in taken.Keys)
        {
            suggestions.Remove((Target, key));
        }

        return taken;
    }

    /// <summary>What is written meanwhile stays in sight until the reader looks again: a row must not vanish under the pen.</summary>
    private void LookAgain()
    {
        shown.Clear();
        shown.UnionWith(Missing.Select(text => text.Key));
    }

    private bool HasWords(DocumentText text) =>
        Words.Trim() is not { Length: > 0 } words
        || text.Text.GetValueOrDefault(Source).Contains(words, StringComparison.CurrentCultureIgnoreCase)
        || text.Text.GetValueOrDefault(Target).Contains(words, StringComparison.CurrentCultureIgnoreCase);
}
