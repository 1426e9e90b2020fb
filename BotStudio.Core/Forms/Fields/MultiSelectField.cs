using BotStudio.Core.Bots;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks to choose any number of answers.</summary>
public sealed record MultiSelectField : FormField
{
    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    /// <inheritdoc cref="SelectField.AllowsOther"/>
    public bool AllowsOther { get; init; }

    public int? MinChoices { get; init; }

    public int? MaxChoices { get; init; }

    /// <summary>Ids of the options that are ticked at first.</summary>
    public IReadOnlyList<string> Default { get; init; } = [];

    public override IReadOnlyList<ConditionOperator> Operators =>
        [.. OnlyWhetherAnswered, ConditionOperator.Contains, ConditionOperator.NotContains];

    internal override IEnumerable<string> PartIds => [Id, .. Options.Select(option => option.Id)];

    public override IEnumerable<LocalizedText> Texts() => [.. base.Texts(), .. Options.Select(option => option.Label)];

    public override bool CanBeComparedWith(string value) => Options.Any(option => option.Id == value);

    public override string ConditionValueIn(BotDocument document, string value) =>
        Options.FirstOrDefault(option => option.Id == value)?.NameIn(document) ?? value;

    internal override FormField WithIds(Func<string, string> renewed) =>
        (MultiSelectField)base.WithIds(renewed) with
        {
            Options = [.. Options.Select(option => option with { Id = renewed(option.Id) })],
            Default = [.. Default.Select(renewed)],
        };

    protected override void CheckRules(DocumentCheck check, string place)
    {
        FieldOption.Check(Options, check, place + "/options");
        var most = Options.Count + (AllowsOther ? 1 : 0);
        if (MinChoices < 1 || MinChoices > most)
        {
            check.Add("fields.choices_range", place + "/minChoices", most);
        }

        if (MaxChoices < 1 || MaxChoices > most)
        {
            check.Add("fields.choices_range", place + "/maxChoices", most);
        }
        else if (MaxChoices < MinChoices)
        {
            check.Add("fields.range_reversed", place + "/maxChoices");
        }

        if (!Default.All(CanBeComparedWith))
        {
            check.Add("fields.unknown_option", place + "/default");
        }
        else if (Default.Count > MaxChoices)
        {
            check.Add("fields.default_unfit", place + "/default");
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name)
    {
        FieldOption.Outline(Options, outline, id, name);
        outline.Switch(id + "/allowsOther", "field_allows_other", AllowsOther, name);
        outline.Value(id + "/minChoices", "field_min_choices", DocumentOutline.Number(MinChoices), name);
        outline.Value(id + "/maxChoices", "field_max_choices", DocumentOutline.Number(MaxChoices), name);
        outline.Value(
            id + "/default",
            "field_default",
            string.Join(", ", Default.Select(option => ConditionValueIn(outline.Document, option))),
            name
        );
    }
}
