using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
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

    public override bool Holds(ConditionOperator comparison, Answer answer, string value, DateOnly today) =>
        comparison switch
        {
            ConditionOperator.Contains => answer.Options?.Contains(value) == true,
            ConditionOperator.NotContains => answer.Options?.Contains(value) != true,
            _ => false,
        };

    public override string? Hint(AskedQuestion asked) => AllowsOther ? asked.Text("forms.say.other_hint") : null;

    public override IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons(AskedQuestion asked, string turnedTo)
    {
        var ticked = Ticked(asked.Progress);
        var rows = OptionButtons.Rows(asked, Options, turnedTo, FormTapKind.Tick, ticked);
        return [.. rows, [asked.Button(asked.Text("forms.say.ticked", ticked.Count), FormTapKind.Ticked)]];
    }

    public override Reading Read(AskedQuestion asked, IncomingMessage message)
    {
        var chosen = new List<string>();
        var other = new List<string>();
        foreach (var part in OptionText.Parts(message.Text, Options))
        {
            if (OptionText.Find(Options, part, mayBeBeginning: !AllowsOther) is { } option)
            {
                chosen.Add(option.Id);
            }
            else if (AllowsOther && part.Length <= OptionText.MaxOtherLength)
            {
                other.Add(part);
            }
            else
            {
                return Reading.Unfit(asked.Text("forms.say.needs_choices"));
            }
        }

        return Counted(asked, chosen, other.Count == 0 ? null : string.Join(", ", other), message);
    }

    public override Reading ReadTap(AskedQuestion asked, FormTap tap) =>
        tap.Kind == FormTapKind.Ticked ? Counted(asked, Ticked(asked.Progress), other: null, message: null) : Reading.Nothing;

    public override bool StillTakes(Answer answer) =>
        base.StillTakes(answer)
        && (answer.Options ?? []).All(CanBeComparedWith)
        && (AllowsOther || answer.Value is null)
        && CountOf(answer.Options ?? [], answer.Value) is var count
        && !(count < Fewest)
        && !(count > MaxChoices);

    public override string Written(Answer answer, string language, string defaultLanguage) =>
        OptionText.Written(Options, answer, language, defaultLanguage);

    /// <summary>What is ticked now: what the contact ticked, else the earlier answer, else what is suggested.</summary>
    public IReadOnlyList<string> Ticked(FormProgress progress) =>
        [.. (progress.Ticked ?? progress.Answers.GetValueOrDefault(Id)?.Options ?? Default).Where(CanBeComparedWith)];

    /// <summary>What is ticked after a tap; null when that would be too many.</summary>
    internal IReadOnlyList<string>? Toggled(FormProgress progress, string option)
    {
        var ticked = Ticked(progress);
        if (ticked.Contains(option))
        {
            return [.. ticked.Where(id => id != option)];
        }

        return MaxChoices == 1 ? [option]
            : ticked.Count >= MaxChoices ? null
            : [.. Options.Select(each => each.Id).Where(id => id == option || ticked.Contains(id))];
    }

    internal string TooMany(AskedQuestion asked) => asked.Plural("forms.say.choose_max", MaxChoices ?? Options.Count);

    public override string ConditionValueIn(BotDocument document, string value) =>
        Options.FirstOrDefault(option => option.Id == value)?.NameIn(document) ?? value;

    internal override FormField WithIds(Func<string, string> renewed) =>
        (MultiSelectField)base.WithIds(renewed) with
        {
            Options = [.. Options.Select(option => option with { Id = renewed(option.Id) })],
            Default = [.. Default.Select(renewed)],
        };

    private int Fewest => MinChoices ?? 1;

    private Reading Counted(AskedQuestion asked, IReadOnlyList<string> options, string? other, IncomingMessage? message)
    {
        var chosen = Options.Select(option => option.Id).Where(options.Contains).ToArray();
        var count = CountOf(chosen, other);
        return count < Fewest ? Reading.Unfit(asked.Plural("forms.say.choose_min", Fewest))
            : count > MaxChoices ? Reading.Unfit(TooMany(asked))
            : Fits(new Answer { Options = chosen, Value = other }, message);
    }

    private static int CountOf(IReadOnlyList<string> options, string? other) => options.Count + (other is null ? 0 : 1);

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
