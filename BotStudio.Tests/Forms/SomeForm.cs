using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Forms;

/// <summary>Builders of forms that are valid; a test changes only what it is about.</summary>
internal static class SomeForm
{
    public static Form With(params FormField[] fields) =>
        new()
        {
            Id = "order",
            Name = "Order",
            Fields = fields,
            Done = A.Text("Thank you!", "Дякуємо!"),
        };

    public static BotDocument In(Form form) => A.Document() with { Forms = [form] };

    public static FieldOption Option(string id, string label) => new() { Id = id, Label = A.Text(label) };

    /// <summary>A form with every type of question and ending, each with all that it can say.</summary>
    public static Form WithEverything() =>
        With(
            new TextField
            {
                Id = "name",
                Key = "name",
                Question = A.Text("What is your name?", "Як вас звати?"),
                Label = A.Text("Name", "Ім’я"),
                Help = A.Text("As in your passport"),
                Error = A.Text("That is no name"),
                MinLength = 2,
                MaxLength = 50,
                Pattern = @"^[^\d]+$",
                Default = A.Text("{{contact.first_name}}"),
            },
            new NumberField
            {
                Id = "amount",
                Key = "amount",
                Question = A.Text("How many?"),
                Min = 0.5m,
                Max = 100,
                Decimals = 1,
                Default = 2.5m,
            },
            new EmailField
            {
                Id = "email",
                Key = "email",
                Question = A.Text("Your e-mail?"),
                IsUnique = true,
            },
            new PhoneField
            {
                Id = "phone",
                Key = "phone",
                Question = A.Text("Your phone?"),
                MustBeOwn = true,
                Country = "UA",
            },
            new DateField
            {
                Id = "day",
                Key = "day",
                Question = A.Text("When?"),
                Earliest = "today",
                Latest = "today+30",
                Default = "today+1",
            },
            new SelectField
            {
                Id = "size",
                Key = "size",
                Question = A.Text("Which size?"),
                Options = [Option("s", "Small"), Option("l", "Large")],
                Default = "s",
                AllowsOther = true,
                AskIf = new AskIf
                {
                    Conditions =
                    [
                        new FieldCondition
                        {
                            FieldId = "amount",
                            Operator = ConditionOperator.Greater,
                            Value = "1",
                        },
                    ],
                },
            },
            new MultiSelectField
            {
                Id = "extras",
                Key = "extras",
                Question = A.Text("What with it?"),
                Options = [Option("milk", "Milk"), Option("sugar", "Sugar"), Option("ice", "Ice")],
                MinChoices = 1,
                MaxChoices = 2,
                Default = ["milk"],
                AskIf = new AskIf
                {
                    Match = ConditionMatch.Any,
                    Conditions =
                    [
                        new FieldCondition
                        {
                            FieldId = "size",
                            Operator = ConditionOperator.Equals,
                            Value = "l",
                        },
                        new FieldCondition { FieldId = "day", Operator = ConditionOperator.Answered },
                    ],
                },
            },
            new PhotoField
            {
                Id = "door",
                Key = "door",
                Question = A.Text("A picture of the door?"),
                MaxMegabytes = 5,
                IsRequired = false,
            },
            new LocationField
            {
                Id = "place",
                Key = "place",
                Question = A.Text("Where to?"),
            }
        ) with
        {
            Intro = A.Text("A few questions"),
            ReminderMinutes = 60,
            Endings =
            [
                new SaveEnding { Id = "save" },
                new LeadEnding { Id = "lead" },
                new NotifyEnding
                {
                    Id = "notify",
                    Emails = ["shop@example.com"],
                    Chats = [Guid.Parse("018f0000-0000-7000-8000-000000000001")],
                },
                new WebhookEnding { Id = "webhook", Url = "https://example.com/hook" },
                new AiEnding { Id = "ai", Text = "Thank them for {{form.name}}." },
            ],
        };
}
