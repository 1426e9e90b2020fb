using System.Text;
using System.Text.RegularExpressions;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Bots;

/// <summary>
/// A text with variables such as <c>{{contact.first_name}}</c>, cut into pieces once and rendered many times. Values go in as plain data:
/// they are not searched for variables, and whatever a contact calls itself changes neither a prompt's lines nor a text's formatting.
/// </summary>
public sealed partial class TextTemplate
{
    private readonly IReadOnlyList<Piece> pieces;

    private TextTemplate(IReadOnlyList<Piece> pieces) => this.pieces = pieces;

    /// <summary>Names in double braces, known or not, each once.</summary>
    public IEnumerable<string> Variables => pieces.Select(piece => piece.Variable).OfType<string>().Distinct();

    /// <summary>Those that the bot does not have; they are rendered as they stand.</summary>
    public IEnumerable<string> UnknownIn(BotDocument document) => Variables.Except(TemplateVariables.Of(document));

    public static TextTemplate Compile(string text)
    {
        var found = new List<Piece>();
        var position = 0;
        foreach (var match in Variable().EnumerateMatches(text))
        {
            if (match.Index > position)
            {
                found.Add(new Piece(text[position..match.Index]));
            }

            var source = text.Substring(match.Index, match.Length);
            found.Add(new Piece(source, Variable: source.Trim('{', '}', ' ', '\t')));
            position = match.Index + match.Length;
        }

        if (position < text.Length)
        {
            found.Add(new Piece(text[position..]));
        }

        return new TextTemplate(found);
    }

    /// <summary>For prompts, captions of buttons and whatever else is not CommonMark.</summary>
    public string Render(TemplateValues values) => Render(values, value => value);

    /// <summary>For a text in CommonMark: values are escaped and look the way they were written.</summary>
    public string RenderMarkdown(TemplateValues values) => Render(values, PlainInMarkdown.Escape);

    private string Render(TemplateValues values, Func<string, string> escape)
    {
        if (pieces is [{ Variable: null } only])
        {
            return only.Text;
        }

        var result = new StringBuilder();
        foreach (var piece in pieces)
        {
            var value = piece.Variable is null ? null : values[piece.Variable];
            result.Append(value is null ? piece.Text : escape(value));
        }

        return result.ToString();
    }

    [GeneratedRegex(@"\{\{[ \t]*[A-Za-z][A-Za-z0-9_.]*[ \t]*\}\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    /// <param name="Text">As written in the template.</param>
    private readonly record struct Piece(string Text, string? Variable = null);
}
