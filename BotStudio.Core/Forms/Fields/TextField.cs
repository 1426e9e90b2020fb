using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for a text.</summary>
public sealed record TextField : FormField
{
    /// <summary>Characters of an answer; a message of Telegram has no more.</summary>
    public const int MaxAnswerLength = 4096;

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>A regular expression that has to be found in the answer, see <see cref="OwnerPattern"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>Offered as an answer; variables allowed: <c>{{contact.first_name}}</c>.</summary>
    public LocalizedText Default { get; init; } = [];

    public override IReadOnlyList<ConditionOperator> Operators =>
        [
            .. OnlyWhetherAnswered,
            ConditionOperator.Equals,
            ConditionOperator.NotEquals,
            ConditionOperator.Contains,
            ConditionOperator.NotContains,
        ];

    public override IEnumerable<LocalizedText> Texts() => base.Texts().Append(Default);

    internal override string? RequiredPattern => Pattern;

    internal override LocalizedText? SuggestedText(string defaultLanguage) => Default;

    public override bool CanBeComparedWith(string value) => true;

    public override Answer? Suggestion(AskedQuestion asked) => ReadSuggestion(asked);

    public override Reading Read(AskedQuestion asked, IncomingMessage message)
    {
        var text = message.Text.Trim();
        if (text.Length == 0 || message.Kind == IncomingKind.Media)
        {
            return Reading.Unfit(asked.Text("forms.say.needs_text"));
        }

        var length = text.EnumerateRunes().Count();
        if (length < MinLength)
        {
            return Reading.Unfit(asked.Plural("forms.say.too_short", MinLength.Value, length));
        }

        if (length > MaxLength)
        {
            return Reading.Unfit(asked.Plural("forms.say.too_long", MaxLength.Value, length));
        }

        return asked.Question.Pattern?.IsMatch(text) == false ? Reading.Unfit(asked.Text("forms.say.pattern")) : Fits(text, message);
    }

    protected override void CheckRules(DocumentCheck check, string place)
    {
        if (MinLength is < 1 or > MaxAnswerLength)
        {
            check.Add("fields.length_range", place + "/minLength", MaxAnswerLength);
        }

        if (MaxLength is < 1 or > MaxAnswerLength)
        {
            check.Add("fields.length_range", place + "/maxLength", MaxAnswerLength);
        }
        else if (MaxLength < MinLength)
        {
            check.Add("fields.range_reversed", place + "/maxLength");
        }

        if (!string.IsNullOrEmpty(Pattern) && OwnerPattern.TryCompile(Pattern) is null)
        {
            check.Add("fields.bad_pattern", place + "/pattern", OwnerPattern.MaxLength);
        }

        check.OptionalText(Default, place + "/default", MaxQuestionLength);
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name)
    {
        outline.Value(id + "/minLength", "field_min_length", DocumentOutline.Number(MinLength), name);
        outline.Value(id + "/maxLength", "field_max_length", DocumentOutline.Number(MaxLength), name);
        outline.Value(id + "/pattern", "field_pattern", Pattern, name);
        outline.Texts(id + "/default", "field_default_text", Default, name);
    }
}
