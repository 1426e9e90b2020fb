using System.Text.RegularExpressions;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Which words of a text went and which came.</summary>
public static partial class WordDiff
{
    /// <summary>Beyond this many comparisons the differing middle is compared line by line first, and what is left then shown as replaced whole.</summary>
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
            LineByLine(old, now, runs);
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

    /// <summary>Of long texts the lines that both have hold the rest apart; what lies between two of them is compared word by word.</summary>
    private static void LineByLine(ReadOnlySpan<string> old, ReadOnlySpan<string> now, Runs runs)
    {
        var (oldLines, nowLines) = (Lines(old), Lines(now));
        var common =
            (long)oldLines.Length * nowLines.Length > MaxComparisons
                ? null
                : MostInCommon(Array.ConvertAll(oldLines, line => line.Text), Array.ConvertAll(nowLines, line => line.Text));
        var (i, j, oldAt, nowAt) = (0, 0, 0, 0);
        while (common is not null && i < oldLines.Length && j < nowLines.Length)
        {
            if (oldLines[i].Text == nowLines[j].Text)
            {
                Part(old[oldAt..oldLines[i].Start], now[nowAt..nowLines[j].Start], runs);
                runs.Add(WordState.Kept, old[oldLines[i].Start..oldLines[i].End]);
                (oldAt, nowAt) = (oldLines[i++].End, nowLines[j++].End);
            }
            else if (common[i + 1, j] >= common[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        Part(old[oldAt..], now[nowAt..], runs);

        static void Part(ReadOnlySpan<string> old, ReadOnlySpan<string> now, Runs runs)
        {
            if ((long)old.Length * now.Length > MaxComparisons)
            {
                runs.Add(WordState.Removed, old);
                runs.Add(WordState.Added, now);
            }
            else
            {
                Middle(old, now, runs);
            }
        }
    }

    /// <summary>Each with its break, by the words that it is made of.</summary>
    private static (string Text, int Start, int End)[] Lines(ReadOnlySpan<string> words)
    {
        var lines = new List<(string, int, int)>();
        var start = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "\n" || i == words.Length - 1)
            {
                lines.Add((string.Concat(words[start..(i + 1)]), start, i + 1));
                start = i + 1;
            }
        }

        return [.. lines];
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
