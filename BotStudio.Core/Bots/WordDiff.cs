using System.Text.RegularExpressions;

namespace BotStudio.Core.Bots;

/// <summary>Which words of a text went and which came.</summary>
public static partial class WordDiff
{
    /// <summary>Beyond this many comparisons the differing middle is shown as replaced whole.</summary>
    private const long MaxComparisons = 4_000_000;

    /// <summary>Letters of a word (a, to, the, не, się) that may stand in two texts without their having anything in common.</summary>
    private const int TinyWord = 3;

    /// <returns>Runs whose removed and kept texts make up <paramref name="before"/>, whose added and kept ones make up <paramref name="after"/>.</returns>
    public static IReadOnlyList<WordRun> Between(string before, string after)
    {
        var old = Words(before);
        var now = Words(after);

        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        var runs = new Runs();
        runs.Add(WordState.Kept, old.AsSpan(0, start));
        Middle(old.AsSpan(start, old.Length - start - end), now.AsSpan(start, now.Length - start - end), runs);
        runs.Add(WordState.Kept, old.AsSpan(old.Length - end));
        return Joined(runs.All);
    }

    private static void Middle(ReadOnlySpan<string> old, ReadOnlySpan<string> now, Runs runs)
    {
        if ((long)old.Length * now.Length > MaxComparisons)
        {
            runs.Add(WordState.Removed, old);
            runs.Add(WordState.Added, now);
            return;
        }

        var common = MostInCommon(old, now);
        var (i, j) = (0, 0);
        while (i < old.Length && j < now.Length)
        {
            if (old[i] == now[j])
            {
                runs.Add(WordState.Kept, old.Slice(i, 1));
                (i, j) = (i + 1, j + 1);
            }
            else if (common[i + 1, j] >= common[i, j + 1])
            {
                runs.Add(WordState.Removed, old.Slice(i++, 1));
            }
            else
            {
                runs.Add(WordState.Added, now.Slice(j++, 1));
            }
        }

        runs.Add(WordState.Removed, old[i..]);
        runs.Add(WordState.Added, now[j..]);
    }

    /// <summary>How much of what follows each pair of positions can be kept at most. A long word says more than a comma.</summary>
    private static int[,] MostInCommon(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        var kept = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            var weight = Weight(old[i]);
            for (var j = now.Length - 1; j >= 0; j--)
            {
                var without = Math.Max(kept[i + 1, j], kept[i, j + 1]);
                kept[i, j] = old[i] == now[j] ? Math.Max(kept[i + 1, j + 1] + weight, without) : without;
            }
        }

        return kept;
    }

    private static int Weight(string word) => char.IsLetterOrDigit(word[0]) ? 1 + word.Length : 1;

    /// <summary>
    /// Between two changed passages a blank, a comma or a tiny word that happens to be in both tells nobody anything: it is shown as changed along
    /// with them, so that a rewritten sentence is not a patchwork.
    /// </summary>
    private static List<WordRun> Joined(IReadOnlyList<WordRun> runs)
    {
        var passages = new List<(string Removed, string Added, string KeptAfter)>();
        var (removed, added) = ("", "");
        foreach (var run in runs)
        {
            switch (run.State)
            {
                case WordState.Removed:
                    removed += run.Text;
                    break;
                case WordState.Added:
                    added += run.Text;
                    break;
                default:
                    passages.Add((removed, added, run.Text));
                    (removed, added) = ("", "");
                    break;
            }
        }

        passages.Add((removed, added, ""));
        for (var i = passages.Count - 2; i >= 0; i--)
        {
            var (before, after) = (passages[i], passages[i + 1]);
            if (SaysLittle(before.KeptAfter, Changed(before), Changed(after)))
            {
                passages[i] = (
                    before.Removed + before.KeptAfter + after.Removed,
                    before.Added + before.KeptAfter + after.Added,
                    after.KeptAfter
                );
                passages.RemoveAt(i + 1);
            }
        }

        List<WordRun> all =
        [
            .. passages.SelectMany(passage =>
                (WordRun[])
                    [new(WordState.Removed, passage.Removed), new(WordState.Added, passage.Added), new(WordState.Kept, passage.KeptAfter)]
            ),
        ];
        all.RemoveAll(run => run.Text.Length == 0);
        return all;

        static int Changed((string Removed, string Added, string KeptAfter) passage) =>
            Math.Max(passage.Removed.Length, passage.Added.Length);
    }

    private static bool SaysLittle(string kept, int changedBefore, int changedAfter) =>
        kept.Length <= changedBefore
        && kept.Length <= changedAfter
        && !kept.Contains('\n', StringComparison.Ordinal)
        && kept.Count(char.IsLetterOrDigit) <= TinyWord;

    private static string[] Words(string text) => [.. Word().EnumerateMatches(text).Collect(text)];

    /// <summary>A word, a run of spaces, a line break, or one sign.</summary>
    [GeneratedRegex(
        @"[\p{L}\p{N}_]+|[^\S\n]+|\n|.",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Word();

    private static List<string> Collect(this Regex.ValueMatchEnumerator matches, string text)
    {
        var words = new List<string>();
        foreach (var match in matches)
        {
            words.Add(text.Substring(match.Index, match.Length));
        }

        return words;
    }

    private sealed class Runs
    {
        private readonly List<(WordState State, System.Text.StringBuilder Text)> runs = [];

        public IReadOnlyList<WordRun> All => [.. runs.Select(run => new WordRun(run.State, run.Text.ToString()))];

        public void Add(WordState state, ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (runs.Count == 0 || runs[^1].State != state)
                {
                    runs.Add((state, new System.Text.StringBuilder()));
                }

                runs[^1].Text.Append(word);
            }
        }
    }
}

public enum WordState
{
    Kept,
    Removed,
    Added,
}

public sealed record WordRun(WordState State, string Text);
