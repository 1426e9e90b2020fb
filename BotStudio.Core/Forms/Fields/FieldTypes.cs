using System.Text.Json.Serialization.Metadata;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Every type of question by its key, in the order they are offered.</summary>
public static class FieldTypes
{
    public static readonly IReadOnlyList<PartType<FormField>> All =
    [
        new("text", typeof(TextField), () => new TextField { Key = "text" }),
        new("number", typeof(NumberField), () => new NumberField { Key = "number" }),
        new("email", typeof(EmailField), () => new EmailField { Key = "email" }),
        new("phone", typeof(PhoneField), () => new PhoneField { Key = "phone" }),
        new("date", typeof(DateField), () => new DateField { Key = "date" }),
        new("select", typeof(SelectField), () => new SelectField { Key = "choice" }),
        new("multiselect", typeof(MultiSelectField), () => new MultiSelectField { Key = "choices" }),
        new("photo", typeof(PhotoField), () => new PhotoField { Key = "photo" }),
        new("location", typeof(LocationField), () => new LocationField { Key = "location" }),
    ];

    public static string KeyOf(FormField field) => Of(field).Key;

    public static PartType<FormField> Of(FormField field) => All.Single(type => type.ClrType == field.GetType());

    /// <summary>A question of another type that keeps what both have in common: its id, the texts, and the options of a choice.</summary>
    public static FormField Convert(FormField field, PartType<FormField> type) => PartTypes.Convert(field, type);

    internal static void Register(JsonTypeInfo info) => PartTypes.Register(info, All);
}
