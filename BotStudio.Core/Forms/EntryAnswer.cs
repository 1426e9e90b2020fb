using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Forms.Fields;

namespace BotStudio.Core.Forms;

/// <summary>
/// An answer as an entry keeps it, with what the question was then: an old entry stays readable when the form has changed.
/// </summary>
public sealed record EntryAnswer
{
    public required string FieldId { get; init; }

    public required string Key { get; init; }

    /// <summary>Key of the field's type; see <see cref="FieldTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The question's short name in the bot's default language.</summary>
    public required string Label { get; init; }

    /// <inheritdoc cref="Answer.Value"/>
    public string? Value { get; init; }

    /// <summary>The chosen options with their labels in the bot's default language.</summary>
    public IReadOnlyList<EntryOption>? Options { get; init; }

    public MessageMedia? Media { get; init; }

    /// <summary>The channel's id of the message it came with, under which the transcript has the kept picture.</summary>
    public string? MessageId { get; init; }

    /// <summary>The answer in words in the bot's default language; empty when the question was skipped.</summary>
    public string Text { get; init; } = "";

    /// <summary>Null for what is no number.</summary>
    [JsonIgnore]
    public decimal? Number =>
        Type == "number" && decimal.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null for what is no day.</summary>
    [JsonIgnore]
    public DateOnly? Date =>
        Type == "date" && DateOnly.TryParseExact(Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    public static EntryAnswer Of(AskedField asked, string defaultLanguage)
    {
        var answer = asked.Answer ?? Answer.Skipped();
        var options = asked.Field switch
        {
            SelectField select => select.Options,
            MultiSelectField several => several.Options,
            _ => [],
        };
        return new EntryAnswer
        {
            FieldId = asked.Field.Id,
            Key = asked.Field.Key,
            Type = FieldTypes.KeyOf(asked.Field),
            Label = asked.Field.NameIn(defaultLanguage, defaultLanguage),
            Value = answer.Value,
            Options = answer.Options is null
                ? null
                :
                [
                    .. options
                        .Where(option => answer.Options.Contains(option.Id))
                        .Select(option => new EntryOption(option.Id, option.Label.In(defaultLanguage, defaultLanguage))),
                ],
            Media = answer.Media,
            MessageId = answer.MessageId,
            Text = answer.IsSkipped ? "" : asked.Field.Written(answer, defaultLanguage, defaultLanguage),
        };
    }

    /// <summary>For comparing with what is answered later.</summary>
    internal Answer AsAnswer() =>
        new()
        {
            Type = Text.Length == 0 ? "" : Type,
            Value = Value,
            Options = Options?.Select(option => option.Id).ToArray(),
            Media = Media,
        };
}

public sealed record EntryOption(string Id, string Label);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(IReadOnlyList<EntryAnswer>), TypeInfoPropertyName = "Answers")]
[JsonSerializable(typeof(FinishedForm))]
[JsonSerializable(typeof(RemindPayload))]
[JsonSerializable(typeof(FinishPayload))]
public sealed partial class FormsJson : JsonSerializerContext
{
    public static string WriteAnswers(IReadOnlyList<EntryAnswer> answers) => JsonSerializer.Serialize(answers, Default.Answers);

    public static IReadOnlyList<EntryAnswer> ReadAnswers(string json) => JsonSerializer.Deserialize(json, Default.Answers)!;
}
