using System.Text;

namespace BotStudio.Core.Bots;

/// <summary>
/// A text with variables such as <c>{{contact.first_name}}</c>, cut into pieces once and rendered many times. Values go in as plain data: one
/// line, no control characters, at most <see cref="MaxValueLength"/> characters (except what the contact wrote after a command).
/// </summary>
public sealed class TextTemplate
{
    public const int MaxValueLength = 200;

    private readonly IReadOnlyList<Piece> pieces;

    private TextTemplate(IReadOnlyList<Piece> pieces) => this.pieces = pieces;

    /// <summary>Names in the text that no variable has; they are rendered as they stand.</summary>
    public IEnumerable<string> UnknownVariables =>
        pieces.Where(piece => piece.IsVariable && !TemplateVariables.IsKnown(piece.Text)).Select(piece => piece.Text);

    public static TextTemplate Compile(string text)
    {
        var found = new List<Piece>();
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf("{{", position, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                break;
            }

            if (open > position)
            {
                found.Add(new Piece(text[position..open], IsVariable: false));
            }

            found.Add(new Piece(text[(open + 2)..close].Trim(), IsVariable: true));
            position = close + 2;
        }

        if (position < text.Length)
        {
            found.Add(new Piece(text[position..], IsVariable: false));
        }

        return new TextTemplate(found);
    }

    public string Render(TemplateValues values)
    {
        if (pieces is [{ IsVariable: false } only])
        {
            return only.Text;
        }

        var result = new StringBuilder();
        foreach (var piece in pieces)
        {
            result.Append(piece.IsVariable ? values[piece.Text] ?? $"{{{{{piece.Text}}}}}" : piece.Text);
        }

        return result.ToString();
    }

    private readonly record struct Piece(string Text, bool IsVariable);
}
