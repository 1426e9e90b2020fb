using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
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

    public override bool Holds(ConditionOperator comparison, Answer answer, string value, DateOnly today) =>
        comparison switch
        {
            ConditionOperator.Equals => IsChosen(answer, value),
            ConditionOperator.NotEquals => !IsChosen(answer, value),
            _ => false,
        };

    public override Answer? Suggestion(AskedQuestion asked) =>
        Options.Any(option => option.Id == Default) ? Fits(AnswerOf(Default!), message: null).Answer : null;

    public override string? Hint(AskedQuestion asked) => AllowsOther ? asked.Text("forms.say.other_hint") : null;

    public override IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons(AskedQuestion asked, string turnedTo) =>
        OptionButtons.Rows(asked, Options, turnedTo, FormTapKind.Choose, ticked: null);

    public override Reading Read(AskedQuestion asked, IncomingMessage message)
    {
        var text = OptionText.Plain(message.Text);
        return OptionText.Find(Options, text, mayBeBeginning: !AllowsOther) is { } option ? Fits(AnswerOf(option.Id), message)
            : AllowsOther && text.Length is > 0 and <= OptionText.MaxOtherLength ? Fits(text, message)
            : Reading.Unfit(asked.Text("forms.say.needs_choice"));
    }

    public override Reading ReadTap(AskedQuestion asked, FormTap tap) =>
        tap.Kind == FormTapKind.Choose && CanBeComparedWith(tap.Argument) ? Fits(AnswerOf(tap.Argument), message: null) : Reading.Nothing;

    public override bool StillTakes(Answer answer) =>
        base.StillTakes(answer) && (answer.Options is [var chosen] ? CanBeComparedWith(chosen) : AllowsOther);

    public override string Written(Answer answer, string language, string defaultLanguage) =>
        OptionText.Written(Options, answer, language, defaultLanguage);

    public override string ConditionValueIn(BotDocument document, string value) =>
        Options.FirstOrDefault(option => option.Id == value)?.NameIn(document) ?? value;

    internal override FormField WithIds(Func<string, string> renewed) =>
        (SelectField)base.WithIds(renewed) with
        {
            Options = [.. Options.Select(option => option with { Id = renewed(option.Id) })],
            Default = Default is null ? null : renewed(Default),
        };

    private static Answer AnswerOf(string option) => new() { Options = [option] };

    private static bool IsChosen(Answer answer, string option) => answer.Options?.Contains(option) == true;

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
