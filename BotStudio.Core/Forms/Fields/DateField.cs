using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

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

    public override bool Holds(ConditionOperator comparison, Answer answer, string value, DateOnly today)
    {
        var given = DateRule.On(answer.Value, today);
        var other = DateRule.On(value, today);
        return comparison switch
        {
            ConditionOperator.Equals => given == other,
            ConditionOperator.NotEquals => given != other,
            ConditionOperator.Greater => given > other,
            ConditionOperator.Less => given < other,
            _ => false,
        };
    }

    public override Answer? Suggestion(AskedQuestion asked) =>
        DateRule.On(Default, asked.Today) is { } day && !IsBefore(day, asked.Today) && !IsAfter(day, asked.Today)
            ? Fits(AnswerOf(day), message: null).Answer
            : null;

    public override string? Hint(AskedQuestion asked) =>
        asked.Text("forms.say.date_hint", DateText.Example(asked.Turn.Message.From.LanguageTag, asked.Language, Nearest(asked.Today)));

    public override IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons(AskedQuestion asked, string turnedTo) =>
        Calendar.Rows(asked, DateRule.On(Earliest, asked.Today), DateRule.On(Latest, asked.Today), turnedTo);

    public override Reading Read(AskedQuestion asked, IncomingMessage message)
    {
        var day = DateText.Read(
            message.Text,
            message.From.LanguageTag,
            asked,
            DateRule.On(Earliest, asked.Today),
            DateRule.On(Latest, asked.Today)
        );
        return day is { } read
            ? Within(asked, read, message)
            : Reading.Unfit(
                asked.Text("forms.say.needs_date", DateText.Example(message.From.LanguageTag, asked.Language, Nearest(asked.Today)))
            );
    }

    public override Reading ReadTap(AskedQuestion asked, FormTap tap) =>
        tap.Kind == FormTapKind.Choose && Calendar.DayOf(tap.Argument) is { } day ? Within(asked, day, message: null) : Reading.Nothing;

    public override string Written(Answer answer, string language, string defaultLanguage) =>
        DateRule.On(answer.Value, DateRule.SomeDay) is { } day ? DateText.Written(day, language) : "";

    /// <summary>A day that would do, for examples and for where the calendar opens.</summary>
    internal DateOnly Nearest(DateOnly today) =>
        IsBefore(today, today) ? DateRule.On(Earliest, today)!.Value
        : IsAfter(today, today) ? DateRule.On(Latest, today)!.Value
        : today;

    private Reading Within(AskedQuestion asked, DateOnly day, IncomingMessage? message) =>
        IsBefore(day, asked.Today)
            ? Reading.Unfit(asked.Text("forms.say.date_min", DateText.Written(DateRule.On(Earliest, asked.Today)!.Value, asked.Language)))
        : IsAfter(day, asked.Today)
            ? Reading.Unfit(asked.Text("forms.say.date_max", DateText.Written(DateRule.On(Latest, asked.Today)!.Value, asked.Language)))
        : Fits(AnswerOf(day), message);

    private bool IsBefore(DateOnly day, DateOnly today) => day < DateRule.On(Earliest, today);

    private bool IsAfter(DateOnly day, DateOnly today) => day > DateRule.On(Latest, today);

    internal static Answer AnswerOf(DateOnly day) => new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };

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
