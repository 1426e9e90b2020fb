using System.Text;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>Writes blocks one after another. Breaks are only asked for; they come before the next text, and never at the edges.</summary>
internal sealed class FormattedTextBuilder
{
    private readonly StringBuilder text = new();
    private readonly List<Run> runs = [];
    private int pendingBreaks;
    private bool quoteEnds;

    /// <summary>Spaces that every new line begins with: the depth in lists.</summary>
    public string Indent { get; set; } = "";

    public void Break(int lines) => pendingBreaks = Math.Max(pendingBreaks, lines);

    /// <summary>What comes next is not part of the quote, even when it is one itself.</summary>
    public void EndQuote() => quoteEnds = true;

    public void Append(string added, Style style)
    {
        if (added.Length == 0)
        {
            return;
        }

        if (pendingBreaks > 0 && text.Length > 0)
        {
            var goesOnQuoting = style.IsQuote && style.Code != CodeKind.Block && runs[^1].Style.IsQuote && !quoteEnds;
            Add(new string('\n', pendingBreaks), new Style(IsQuote: goesOnQuoting));
            Add(style.Code == CodeKind.Block ? "" : Indent, new Style(IsQuote: style.IsQuote));
        }

        pendingBreaks = 0;
        quoteEnds = false;
        Add(added, style);
    }

    public FormattedText Build() => new(text.ToString(), runs);

    private void Add(string added, Style style)
    {
        if (added.Length == 0)
        {
            return;
        }

        if (runs.Count > 0 && runs[^1].Style == style)
        {
            runs[^1] = runs[^1] with { Length = runs[^1].Length + added.Length };
        }
        else
        {
            runs.Add(new Run(text.Length, added.Length, style));
        }

        text.Append(added);
    }
}
