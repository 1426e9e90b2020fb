using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for an e-mail address.</summary>
public sealed record EmailField : FormField
{
    /// <summary>RFC 5321, 4.5.3.1.3, less the angle brackets.</summary>
    public const int MaxAnswerLength = 254;

    private const string Scheme = "mailto:";

    public override IReadOnlyList<ConditionOperator> Operators =>
        [
            .. OnlyWhetherAnswered,
            ConditionOperator.Equals,
            ConditionOperator.NotEquals,
            ConditionOperator.Contains,
            ConditionOperator.NotContains,
        ];

    /// <summary>Offered as an answer; variables allowed.</summary>
    public string? Default { get; init; }

    internal override LocalizedText? SuggestedText(string defaultLanguage) => new(defaultLanguage, Default ?? "");

    public override bool CanBeComparedWith(string value) => true;

    public override Answer? Suggestion(AskedQuestion asked) => ReadSuggestion(asked);

    public override Reading Read(AskedQuestion asked, IncomingMessage message)
    {
        var text = message.Text.Trim().Trim('<', '>');
        if (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            text = text[Scheme.Length..];
        }

        if (EmailAddress.Parse(text) is not { } address || !IsOrdinary(address))
        {
            return Reading.Unfit(asked.Text("forms.say.needs_email"));
        }

        var at = address.LastIndexOf('@');
        return Fits(address[..at] + address[at..].ToLowerInvariant(), message);
    }

    /// <summary>What RFC 5321 allows besides (quotes, spaces, addresses without a top-level domain) is always a slip of the finger.</summary>
    private static bool IsOrdinary(string address)
    {
        var at = address.LastIndexOf('@');
        var host = address[(at + 1)..];
        return address.IndexOf('@', StringComparison.Ordinal) == at
            && !address.Any(c => char.IsWhiteSpace(c) || c is '"' or '(' or ')' or ',' or ';' or '<' or '>' or '[' or ']' or '\\')
            && !address.Contains("..", StringComparison.Ordinal)
            && address[0] != '.'
            && address[at - 1] != '.'
            && host.Split('.') is [.., { Length: > 1 } top] labels
            && !top.All(char.IsAsciiDigit)
            && labels.All(label =>
                label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsLetterOrDigit(c) || c == '-')
            );
    }

    protected override void CheckRules(DocumentCheck check, string place)
    {
        if (Default?.Length > MaxAnswerLength)
        {
            check.Add("document.text_too_long", place + "/default", MaxAnswerLength, Default.Length);
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name) =>
        outline.Value(id + "/default", "field_default", Default, name);
}
