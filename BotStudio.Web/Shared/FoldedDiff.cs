using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;

namespace BotStudio.Web.Shared;

/// <summary>A diff of two texts without the long passages that did not change: what is left is what one looks for, with some words around it.</summary>
public static class FoldedDiff
{
    /// <summary>Characters that stay beside a change, so that one sees where it is.</summary>
    private const int Around = 140;

    /// <summary>Fewer are not worth a click.</summary>
    private const int WorthFolding = 200;

    public static IReadOnlyList<DiffPiece> Of(IReadOnlyList<WordRun> runs)
    {
        var pieces = new List<DiffPiece>();
        for (var i = 0; i < runs.Count; i++)
        {
            var (state, text) = (runs[i].State, runs[i].Text);
            // Beside no change at all there is nothing to stand around.
            var head = i == 0 ? 0 : EndOfPassage(text, Around);
            var tail = i == runs.Count - 1 ? text.Length : BeginOfPassage(text, text.Length - Around);
            if (state != WordState.Kept || runs.Count == 1 || tail - head < WorthFolding)
            {
                pieces.Add(new DiffPiece(state, text));
                continue;
            }

            pieces.Add(new DiffPiece(WordState.Kept, text[..head]));
            pieces.Add(new DiffPiece(WordState.Kept, text[head..tail]) { HiddenWords = Words(text.AsSpan(head, tail - head)) });
            pieces.Add(new DiffPiece(WordState.Kept, text[tail..]));
        }

        pieces.RemoveAll(piece => piece.Text.Length == 0);
        return pieces;
    }

    /// <summary>After the line, when it ends soon, else after the word.</summary>
    private static int EndOfPassage(string text, int at)
    {
        at = Math.Min(at, text.Length);
        var end = text.IndexOf('\n', at, Math.Min(Around, text.Length - at));
        if (end >= 0)
        {
            return end + 1;
        }

        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Before the line, when it began shortly before, else before the word.</summary>
    private static int BeginOfPassage(string text, int at)
    {
        at = Math.Max(0, at);
        var begin = at == 0 ? -1 : text.LastIndexOf('\n', at - 1, Math.Min(Around, at));
        if (begin >= 0)
        {
            return begin + 1;
        }

        while (at > 0 && !char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }

        return at;
    }

    private static int Words(ReadOnlySpan<char> text)
    {
        var (words, isInside) = (0, false);
        foreach (var letter in text)
        {
            var isLetter = !char.IsWhiteSpace(letter);
            words += isLetter && !isInside ? 1 : 0;
            isInside = isLetter;
        }

        return words;
    }
}

/// <param name="HiddenWords">How many are folded away; 0 for a piece that is shown.</param>
public sealed record DiffPiece(WordState State, string Text, int HiddenWords = 0);
