using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for a phone number; the answer is kept as E.164: <c>+380441234567</c>.</summary>
public sealed record PhoneField : FormField
{
    public const int MaxDefaultLength = 64;

    /// <summary>Only the contact's own number counts, shared by the button: the channel vouches for it.</summary>
    public bool MustBeOwn { get; init; }

    /// <summary>
    /// ISO 3166 code of the country that numbers without a country code are read in: <c>UA</c>. Null guesses from the contact's language.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>Offered as an answer; variables allowed.</summary>
    public string? Default { get; init; }

    public override IReadOnlyList<ConditionOperator> Operators =>
        [
            .. OnlyWhetherAnswered,
            ConditionOperator.Equals,
            ConditionOperator.NotEquals,
            ConditionOperator.Contains,
            ConditionOperator.NotContains,
        ];

    internal override LocalizedText? SuggestedText(string defaultLanguage) => new(defaultLanguage, Default ?? "");

    public override bool CanBeComparedWith(string value) => true;

    public override Answer? Suggestion(AskedQuestion asked) => MustBeOwn ? null : ReadSuggestion(asked);

    public override ReplyKey? KeyboardKey(AskedQuestion asked) => new(asked.Text("forms.say.share_phone"), KeyRequest.Contact);

    public override Reading Read(AskedQuestion asked, IncomingMessage message)
    {
        if (message.Media is { Phone: { } shared } contact)
        {
            var isOwn = contact.PersonExternalId is { } person && person == message.From.ExternalId;
            return !isOwn && MustBeOwn ? Reading.Unfit(asked.Text("forms.say.phone_not_own"))
                : PhoneText.International(shared) is { } known ? Fits(known, message)
                : Reading.Unfit(asked.Text("forms.say.needs_phone"));
        }

        if (MustBeOwn)
        {
            return Reading.Unfit(asked.Text("forms.say.phone_only_shared"));
        }

        return PhoneText.Read(message.Text, Country, asked.Language) switch
        {
            { Number: { } number } => Fits(number, message),
            { LacksCountry: true } => Reading.Unfit(asked.Text("forms.say.phone_country")),
            _ => Reading.Unfit(asked.Text("forms.say.needs_phone")),
        };
    }

    protected override void CheckRules(DocumentCheck check, string place)
    {
        if (!string.IsNullOrEmpty(Country) && !PhoneCountries.IsKnown(Country))
        {
            check.Add("fields.bad_country", place + "/country", Country);
        }

        if (Default?.Length > MaxDefaultLength)
        {
            check.Add("document.text_too_long", place + "/default", MaxDefaultLength, Default.Length);
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name)
    {
        outline.Switch(id + "/mustBeOwn", "field_must_be_own", MustBeOwn, name);
        outline.Value(id + "/country", "field_country", Country, name);
        outline.Value(id + "/default", "field_default", Default, name);
    }
}
