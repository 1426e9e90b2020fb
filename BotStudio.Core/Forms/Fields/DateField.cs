using BotStudio.Core.Bots;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for a day, on a calendar of buttons or typed in the order of the contact's language.</summary>
public sealed record DateField : FormField
{
    /// <summary>See <see cref="DateRule"/>.</summary>
    public string? Earliest { get; init; }

    /// <inheritdoc cref="Earliest"/>
    public string? Latest { get; init; }

    /// <summary>Offered as an answer; see <see cref="DateRule"/>.</summary>
    public string? Default { get; init; }

    public override IReadOnlyList<ConditionOperator> Operators =>
        [.. OnlyWhetherAnswered, ConditionOperator.Equals, ConditionOperator.NotEquals, ConditionOperator.Greater, ConditionOperator.Less];

    public override bool CanBeComparedWith(string value) => DateRule.IsValid(value);

    protected override void CheckRules(DocumentCheck check, string place)
    {
        CheckRule(Earliest, "/earliest");
        CheckRule(Latest, "/latest");
        CheckRule(Default, "/default");

        // Whether "today" lies before a fixed day changes with time; two of a kind can be compared now.
        if (
            DateRule.IsValid(Earliest)
            && DateRule.IsValid(Latest)
            && DateRule.IsRelative(Earliest) == DateRule.IsRelative(Latest)
            && DateRule.On(Earliest, DateRule.SomeDay) > DateRule.On(Latest, DateRule.SomeDay)
        )
        {
            check.Add("fields.range_reversed", place + "/latest");
        }

        void CheckRule(string? rule, string member)
        {
            if (!string.IsNullOrEmpty(rule) && !DateRule.IsValid(rule))
            {
                check.Add("fields.bad_date", place + member);
            }
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name)
    {
        outline.Value(id + "/earliest", "field_earliest", Earliest, name);
        outline.Value(id + "/latest", "field_latest", Latest, name);
        outline.Value(id + "/default", "field_default", Default, name);
    }
}
