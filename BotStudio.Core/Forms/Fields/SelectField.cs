using BotStudio.Core.Bots;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks to choose one of several answers.</summary>
public sealed record SelectField : FormField
{
    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    /// <summary>An answer in the contact's own words is taken, too.</summary>
    public bool AllowsOther { get; init; }

    /// <summary>Id of the option that is offered first of all.</summary>
    public string? Default { get; init; }

    public override IReadOnlyList<ConditionOperator> Operators =>
        [.. OnlyWhetherAnswered, ConditionOperator.Equals, ConditionOperator.NotEquals];

    internal override IEnumerable<string> PartIds => [Id, .. Options.Select(option => option.Id)];

    public override IEnumerable<LocalizedText> Texts() => [.. base.Texts(), .. Options.Select(option => option.Label)];

    public override bool CanBeComparedWith(string value) => Options.Any(option => option.Id == value);

    public override string ConditionValueIn(BotDocument document, string value) =>
        Options.FirstOrDefault(option => option.Id == value)?.NameIn(document) ?? value;

    internal override FormField WithIds(Func<string, string> renewed) =>
        (SelectField)base.WithIds(renewed) with
        {
            Options = [.. Options.Select(option => option with { Id = renewed(option.Id) })],
            Default = Default is null ? null : renewed(Default),
        };

    protected override void CheckRules(DocumentCheck check, string place)
    {
        FieldOption.Check(Options, check, place + "/options");
        if (!string.IsNullOrEmpty(Default) && !CanBeComparedWith(Default))
        {
            check.Add("fields.unknown_option", place + "/default");
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name)
    {
        FieldOption.Outline(Options, outline, id, name);
        outline.Switch(id + "/allowsOther", "field_allows_other", AllowsOther, name);
        outline.Value(id + "/default", "field_default", Default is null ? null : ConditionValueIn(outline.Document, Default), name);
    }
}
