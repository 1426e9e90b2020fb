using BotStudio.Core.Bots;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for a picture, which is kept with the answers.</summary>
public sealed record PhotoField : FormField
{
    /// <summary>Telegram lets bots download files up to 20 MB (Bot API, getFile).</summary>
    public const int LargestMegabytes = 20;

    public int MaxMegabytes { get; init; } = LargestMegabytes;

    public override IReadOnlyList<ConditionOperator> Operators => OnlyWhetherAnswered;

    public override bool CanBeComparedWith(string value) => false;

    protected override void CheckRules(DocumentCheck check, string place)
    {
        if (MaxMegabytes is < 1 or > LargestMegabytes)
        {
            check.Add("fields.size_range", place + "/maxMegabytes", LargestMegabytes);
        }

        if (IsUnique)
        {
            check.Add("fields.never_unique", place + "/isUnique");
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name) =>
        outline.Value(id + "/maxMegabytes", "field_max_megabytes", DocumentOutline.Number(MaxMegabytes), name);
}
