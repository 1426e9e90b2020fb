using BotStudio.Core.Bots;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for a place on the map.</summary>
public sealed record LocationField : FormField
{
    public override IReadOnlyList<ConditionOperator> Operators => OnlyWhetherAnswered;

    public override bool CanBeComparedWith(string value) => false;

    protected override void CheckRules(DocumentCheck check, string place)
    {
        if (IsUnique)
        {
            check.Add("fields.never_unique", place + "/isUnique");
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name) { }
}
