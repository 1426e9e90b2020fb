using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>
/// A question of a form. A type is one class: its data, its rules, how it asks and what it takes for an answer. It is found by its key in
/// <see cref="FieldTypes"/>, which is also <c>type</c> in JSON; adding one touches no other.
/// </summary>
public abstract record FormField
{
    public const int MaxKeyLength = 32;
    public const int MaxQuestionLength = 1000;
    public const int MaxLabelLength = 64;
    public const int MaxHelpLength = 500;
    public const int MaxErrorLength = 300;

    /// <summary>Operators of answers that are not compared with anything.</summary>
    protected static readonly IReadOnlyList<ConditionOperator> OnlyWhetherAnswered =
    [
        ConditionOperator.Answered,
        ConditionOperator.NotAnswered,
    ];

    public string Id { get; init; } = PartId.New();

    /// <summary>Name of the answer in variables (<c>{{form.key}}</c>), in webhooks and exports: a-z, 0-9 and _, beginning with a letter.</summary>
    public required string Key { get; init; }

    /// <summary>CommonMark; variables allowed, earlier answers among them.</summary>
    public LocalizedText Question { get; init; } = [];

    /// <summary>Short name of the answer for the summary, notices and tables; without one the question stands there.</summary>
    public LocalizedText Label { get; init; } = [];

    /// <summary>Said under the question.</summary>
    public LocalizedText Help { get; init; } = [];

    /// <summary>Said to an answer that does not fit, instead of the product's own words.</summary>
    public LocalizedText Error { get; init; } = [];

    /// <summary>Others can be skipped.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>A contact who fills the form in again has to answer something else.</summary>
    public bool IsUnique { get; init; }

    /// <summary>The question is left out unless this holds; null asks it always.</summary>
    public AskIf? AskIf { get; init; }

    /// <summary>How a condition of a later question can compare the answer.</summary>
    public abstract IReadOnlyList<ConditionOperator> Operators { get; }

    /// <summary>Ids of the field and of its parts.</summary>
    internal virtual IEnumerable<string> PartIds => [Id];

    public static bool IsKey(string? key) =>
        key is { Length: > 0 and <= MaxKeyLength }
        && char.IsAsciiLetterLower(key[0])
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>Reports what is wrong with the data at its place; nothing when it can be published.</summary>
    public void Check(DocumentCheck check, string place)
    {
        check.Id(Id, place + "/id");
        if (!IsKey(Key))
        {
            check.Add("fields.bad_key", place + "/key", MaxKeyLength);
        }

        check.RequiredText(Question, place + "/question", MaxQuestionLength);
        check.OptionalText(Label, place + "/label", MaxLabelLength);
        check.OptionalText(Help, place + "/help", MaxHelpLength);
        check.OptionalText(Error, place + "/error", MaxErrorLength);
        CheckRules(check, place);
    }

    /// <summary>Lists what the data says, so that versions can be compared in words.</summary>
    public void Outline(DocumentOutline outline, Form form)
    {
        var name = NameIn(outline.Document);
        var id = "field/" + Id;
        outline.Item(id, "field", name, name);
        outline.Choice(id + "/type", "field_type", FieldTypes.KeyOf(this), name);
        outline.Value(id + "/key", "field_key", Key, name);
        outline.Texts(id + "/question", "field_question", Question, name);
        outline.Texts(id + "/label", "field_label", Label, name);
        outline.Texts(id + "/help", "field_help", Help, name);
        outline.Texts(id + "/error", "field_error", Error, name);
        outline.Switch(id + "/required", "field_required", IsRequired, name);
        outline.Switch(id + "/unique", "field_unique", IsUnique, name);
        outline.Value(id + "/askIf", "field_ask_if", AskIf?.Written(form, outline.Document), name);
        OutlineRules(outline, id, name);
    }

    /// <summary>What contacts read.</summary>
    public virtual IEnumerable<LocalizedText> Texts() => [Question, Label, Help, Error];

    /// <summary>The same question beside this one, in the same form: its parts get new ids, and the answer needs another key.</summary>
    public FormField Copy(string key)
    {
        var renewed = PartIds.Distinct().ToDictionary(id => id, _ => PartId.New());
        return WithIds(id => renewed.GetValueOrDefault(id, id)) with { Key = key };
    }

    /// <summary>The short name in the bot's default language, in one line.</summary>
    public string NameIn(BotDocument document) => NameIn(document.DefaultLanguage, document.DefaultLanguage);

    public string NameIn(string language, string defaultLanguage)
    {
        var name = (Label.IsBlank ? Question : Label).In(language, defaultLanguage);
        return OneLine.Of(string.IsNullOrWhiteSpace(name) ? Key : name.Trim(), MaxLabelLength);
    }

    /// <summary>Whether a condition can compare an answer with this value, written as <see cref="FieldCondition.Value"/> says.</summary>
    public abstract bool CanBeComparedWith(string value);

    /// <summary>A value of a condition as owners read it.</summary>
    public virtual string ConditionValueIn(BotDocument document, string value) => value;

    /// <summary>Whether a condition holds for an answer that was given; texts are compared without regard to case.</summary>
    public virtual bool Holds(ConditionOperator comparison, Answer answer, string value, DateOnly today)
    {
        var given = answer.Value ?? "";
        return comparison switch
        {
            ConditionOperator.Equals => string.Equals(given, value, StringComparison.OrdinalIgnoreCase),
            ConditionOperator.NotEquals => !string.Equals(given, value, StringComparison.OrdinalIgnoreCase),
            ConditionOperator.Contains => given.Contains(value, StringComparison.OrdinalIgnoreCase),
            ConditionOperator.NotContains => !given.Contains(value, StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    /// <summary>Reads an answer out of whatever the contact sent.</summary>
    public abstract Reading Read(AskedQuestion asked, IncomingMessage message);

    /// <summary>An answer by a tap of this kind; only for questions that have such buttons.</summary>
    public virtual Reading ReadTap(AskedQuestion asked, FormTap tap) => Reading.Nothing;

    /// <summary>What is suggested, as an answer; null when nothing is, or when it does not fit for this contact.</summary>
    public virtual Answer? Suggestion(AskedQuestion asked) => null;

    /// <summary>Rows of buttons of its own under the question.</summary>
    /// <param name="turnedTo">See <see cref="FormTapKind.Turn"/>; empty for where it begins.</param>
    public virtual IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons(AskedQuestion asked, string turnedTo) => [];

    /// <summary>A key in place of the contact's keyboard; null for none. Only private chats can have it.</summary>
    public virtual ReplyKey? KeyboardKey(AskedQuestion asked) => null;

    /// <summary>Said under the question when the owner wrote no help: how an answer looks. Null for nothing.</summary>
    public virtual string? Hint(AskedQuestion asked) => null;

    /// <summary>Whether an answer that was given to an earlier version of the question still is one.</summary>
    public virtual bool StillTakes(Answer answer) => answer.Type == FieldTypes.KeyOf(this);

    /// <summary>The answer in words, for contacts and owners.</summary>
    public virtual string Written(Answer answer, string language, string defaultLanguage) => answer.Value ?? "";

    /// <summary>A text with variables that is suggested as an answer.</summary>
    internal virtual LocalizedText? SuggestedText(string defaultLanguage) => null;

    internal virtual string? RequiredPattern => null;

    /// <param name="renewed">The new id for each that changes, and the same one for the others.</param>
    internal virtual FormField WithIds(Func<string, string> renewed) => this with { Id = renewed(Id), AskIf = AskIf?.WithIds(renewed) };

    /// <summary>What is suggested, read as if the contact had written it.</summary>
    protected Answer? ReadSuggestion(AskedQuestion asked) =>
        asked.Question.Suggestion?.Render(asked.Turn.Values) is { } text && !string.IsNullOrWhiteSpace(text)
            ? Read(asked, asked.Turn.Message with { Kind = IncomingKind.Text, Text = text, Media = null, ExternalId = null }).Answer
            : null;

    protected Reading Fits(string value, IncomingMessage message) => Fits(new Answer { Value = value }, message);

    protected Reading Fits(Answer answer, IncomingMessage? message) =>
        Reading.Of(
            answer with
            {
                Type = FieldTypes.KeyOf(this),
                MessageId = message is null or { Kind: IncomingKind.ButtonTap } ? null : message.ExternalId,
            }
        );

    protected abstract void CheckRules(DocumentCheck check, string place);

    protected abstract void OutlineRules(DocumentOutline outline, string id, string name);
}
