using BotStudio.Core.Bots;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for an e-mail address.</summary>
public sealed record EmailField : FormField
{
    /// <summary>RFC 5321, 4.5.3.1.3, less the angle brackets.</summary>
    public const int MaxAnswerLength = 254;

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

    public override bool CanBeComparedWith(string value) => true;

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
