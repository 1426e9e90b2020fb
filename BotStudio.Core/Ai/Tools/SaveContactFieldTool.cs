using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Contacts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Ai.Tools;

/// <summary>Remembers something of the contact in the bot's own fields.</summary>
public sealed class SaveContactFieldTool : BuiltInTool
{
    public override string Name => "save_contact_field";

    public override bool NeedsParts => true;

    public override IReadOnlyList<ToolPart> PartsOf(BotDocument document) =>
        [.. document.ContactFields.Select(field => new ToolPart(field.Id, NameOf(field, document.DefaultLanguage)))];

    public override ToolOffer? OfferIn(BotSnapshot bot, BuiltInUse use)
    {
        var fields = Allowed(bot, use).Select(field => ParameterOf(field, bot.DefaultLanguage)).ToList();
        return fields.Count == 0
            ? null
            : new ToolOffer(
                "Remembers what the contact has told about themselves, for later conversations. Give only the fields that the contact has just told.",
                fields
            );
    }

    public override ToolOutcome Run(TurnContext turn, BuiltInUse use, ReadArguments arguments)
    {
        var values = new Dictionary<string, string?>();
        foreach (var field in Allowed(turn.Bot, use).Where(field => arguments.Values[field.Key] is not null))
        {
            var parsed = ContactFieldValues.Parse(field, JsonSerializer.SerializeToElement(arguments.Values[field.Key]));
            if (parsed.Problem is { } problem)
            {
                return ToolOutcome.Refused(problem, $"\"{field.Key}\" is not what the field takes: {Expected(field)}");
            }

            // Nothing is forgotten by a model that writes a blank.
            if (parsed.Value is { } value)
            {
                values[field.Key] = value;
            }
        }

        return values.Count == 0
            ? ToolOutcome.Refused(new Problem("tools.nothing_given"), "Give at least one field.")
            : new ToolOutcome(ToolTexts.Done($"Remembered: {string.Join(", ", values.Keys)}."))
            {
                Then = new Reply { Reason = turn.Reason, Effects = [new ContactChange { Fields = values }] },
            };
    }

    private static IEnumerable<ContactField> Allowed(BotSnapshot bot, BuiltInUse use) =>
        bot.ContactFields.Where(field => use.Allows(field.Id));

    private static ToolParameter ParameterOf(ContactField field, string language) =>
        new()
        {
            Name = field.Key,
            Type = field.Kind switch
            {
                ContactFieldKind.Number => ToolParameterType.Number,
                ContactFieldKind.Boolean => ToolParameterType.Boolean,
                ContactFieldKind.Choice => ToolParameterType.Enum,
                _ => ToolParameterType.String,
            },
            Description = string.Join(". ", new[] { field.Label.In(language, language), Expected(field) }.Where(part => part.Length > 0)),
            IsRequired = false,
            Choices = field.Kind == ContactFieldKind.Choice ? field.Choices : [],
        };

    private static string Expected(ContactField field) =>
        field.Kind switch
        {
            ContactFieldKind.Number => "a number",
            ContactFieldKind.Date => "a day as 2026-11-21",
            ContactFieldKind.Boolean => "true or false",
            ContactFieldKind.Choice => "one of its choices",
            _ => $"at most {ContactField.MaxValueLength} characters",
        };

    private static string NameOf(ContactField field, string language) =>
        field.Label.In(language, language) is { Length: > 0 } label ? label : field.Key;
}
