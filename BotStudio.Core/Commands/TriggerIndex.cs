using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;

namespace BotStudio.Core.Commands;

/// <summary>
/// Finds the command that a message without a slash calls. Made once per version; its time grows with the message, not with the number of
/// phrases, except for regular expressions, of which those are tried that could come before what was found.
/// </summary>
internal sealed class TriggerIndex
{
    private readonly Dictionary<string, int> exact = [];
    private readonly Dictionary<string, List<Phrase>> byFirstWord = [];
    private readonly Dictionary<string, List<Phrase>>.AlternateLookup<ReadOnlySpan<char>> byFirstWordSpan;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> exactSpan;

    /// <summary>Phrases that begin with a sign, such as "€ 5" or an emoji.</summary>
    private readonly List<Phrase> byNoWord = [];

    /// <summary>Compiled when the first message needs them: that takes milliseconds each, and a preview of a draft needs none.</summary>
    private readonly List<(Lazy<OwnerPattern?> Pattern, int Rank)> patterns = [];
    private readonly List<CompiledCommand> ranked;

    /// <param name="commands">In the order of the document; the active ones.</param>
    public TriggerIndex(IEnumerable<(Command Command, CompiledCommand Compiled)> commands)
    {
        exactSpan = exact.GetAlternateLookup<ReadOnlySpan<char>>();
        byFirstWordSpan = byFirstWord.GetAlternateLookup<ReadOnlySpan<char>>();

        // A stable sort: equal priorities stay in the order of the document.
        var withTriggers = commands
            .Where(each => each.Command.Triggers.Count > 0)
            .OrderByDescending(each => each.Command.Priority)
            .ToList();
        ranked = withTriggers.ConvertAll(each => each.Compiled);
        for (var rank = 0; rank < withTriggers.Count; rank++)
        {
            foreach (var trigger in withTriggers[rank].Command.Triggers)
            {
                foreach (var text in trigger.Text.Values.Distinct())
                {
                    Add(trigger.Kind, text, rank);
                }
            }
        }
    }

    /// <returns>Null when no trigger fits.</returns>
    /// <param name="tooSlow">The command whose expression ran out of time too often and is passed over; null when none did.</param>
    public TriggerFound? Find(string text, out CompiledCommand? tooSlow)
    {
        tooSlow = null;
        if (ranked.Count == 0 || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var best = BestPhrase(TriggerText.Normalize(text));
        foreach (var (pattern, rank) in patterns)
        {
            if (rank >= best)
            {
                break;
            }

            var isGivenUp = false;
            if (pattern.Value?.Find(text, out isGivenUp) is { } argument)
            {
                return new TriggerFound(ranked[rank], argument);
            }

            if (isGivenUp)
            {
                tooSlow ??= ranked[rank];
            }
        }

        return best == int.MaxValue ? null : new TriggerFound(ranked[best], "");
    }

    private void Add(TriggerKind kind, string text, int rank)
    {
        if (kind == TriggerKind.Regex)
        {
            patterns.Add((new Lazy<OwnerPattern?>(() => OwnerPattern.TryCompile(text, ignoresCase: true)), rank));
            return;
        }

        var normalized = TriggerText.Normalize(text).Trim();
        if (normalized.Length == 0)
        {
            return;
        }

        if (kind == TriggerKind.Exact)
        {
            // Ranks come in order, so the first one stands.
            exact.TryAdd(TriggerText.WithoutFrame(normalized).ToString(), rank);
            return;
        }

        var end = WordEnd(normalized, 0);
        if (end == 0)
        {
            byNoWord.Add(new Phrase(normalized, rank));
        }
        else
        {
            var first = normalized[..end];
            if (!byFirstWord.TryGetValue(first, out var phrases))
            {
                byFirstWord[first] = phrases = [];
            }

            phrases.Add(new Phrase(normalized, rank));
        }
    }

    private int BestPhrase(ReadOnlySpan<char> message)
    {
        var best = exactSpan.TryGetValue(TriggerText.WithoutFrame(message), out var rank) ? rank : int.MaxValue;
        for (var at = 0; at < message.Length; )
        {
            var end = WordEnd(message, at);
            if (end == at)
            {
                at++;
                continue;
            }

            if (byFirstWordSpan.TryGetValue(message[at..end], out var phrases))
            {
                best = Best(phrases, message, at, best);
            }

            at = end;
        }

        foreach (var phrase in byNoWord)
        {
            if (phrase.Rank < best && IsIn(phrase.Text, message))
            {
                best = phrase.Rank;
            }
        }

        return best;
    }

    private static int Best(List<Phrase> phrases, ReadOnlySpan<char> message, int at, int best)
    {
        foreach (var phrase in phrases)
        {
            if (
                phrase.Rank < best
                && message[at..].StartsWith(phrase.Text, StringComparison.Ordinal)
                && EndsThere(phrase.Text, message, at)
            )
            {
                best = phrase.Rank;
            }
        }

        return best;
    }

    private static bool IsIn(string phrase, ReadOnlySpan<char> message)
    {
        for (var at = 0; ; at++)
        {
            var found = message[at..].IndexOf(phrase, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at += found;
            if (EndsThere(phrase, message, at))
            {
                return true;
            }
        }
    }

    /// <summary>A phrase that ends with a word does not end inside one of the message's.</summary>
    private static bool EndsThere(string phrase, ReadOnlySpan<char> message, int at) =>
        !TriggerText.IsInWord(phrase, phrase.Length - 1) || !TriggerText.IsInWord(message, at + phrase.Length);

    private static int WordEnd(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (TriggerText.IsInWord(text, end))
        {
            end++;
        }

        return end;
    }

    private readonly record struct Phrase(string Text, int Rank);
}

/// <param name="Argument">What the expression's first group found; empty otherwise.</param>
internal sealed record TriggerFound(CompiledCommand Command, string Argument);
