using System.Text.RegularExpressions;

namespace BotStudio.Core.Bots;

/// <summary>Which words of a text went and which came.</summary>
public static partial class WordDiff
{
    /// <summary>Beyond this many comparisons the differing middle is shown as replaced whole.</summary>
    private const long MaxComparisons = 4_000_000;

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
        return runs.All;
    }

    private static void Middle(ReadOnlySpan<string> old, ReadOnlySpan<string> now, Runs runs)
    {
        if ((long)old.Length * now.Length > MaxComparisons)
        {
            runs.Add(WordState.Removed, old);
            runs.Add(WordState.Added, now);
            return;
        }

        var common = LongestCommon(old, now);
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

    /// <summary>Length of the longest common subsequence of what follows each pair of positions.</summary>
    private static int[,] LongestCommon(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }

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
