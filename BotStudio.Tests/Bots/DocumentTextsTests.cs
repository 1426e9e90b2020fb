using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Translations;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Bots;

public sealed class DocumentTextsTests
{
    private static readonly Command Price = A.TextCommand("price", "Ten");

    private static readonly BotDocument Shop = A.Document(
        Price,
        A.Command("menu", A.Menu(A.CommandButton("one", Price), A.TextButton("two", "Say it")))
    ) with
    {
        Forms =
        [
            new Form
            {
                Id = "order",
                Name = "Order",
                Done = A.Text("Thank you"),
                Fields =
                [
                    new TextField
                    {
                        Id = "name",
                        Key = "name",
                        Question = A.Text("Your name?"),
                    },
                    new SelectField
                    {
                        Id = "how",
                        Key = "how",
                        Question = A.Text("How?"),
                        Help = A.Text("Choose"),
                        Label = A.Text("Way"),
                        Options = [new FieldOption { Id = "post", Label = A.Text("By post") }],
                    },
                ],
            },
        ],
        SystemTexts = new Dictionary<string, LocalizedText> { ["forms.say.back"] = A.Text("Go back") },
    };

    [Fact]
    public void Every_text_is_found_under_a_key_of_ids() =>
        Assert.Equal(
            [
                "/welcome",
                "/fallback",
                "/commands/id-price/response/text",
                "/commands/id-menu/response/text",
                "/commands/id-menu/response/rows/one/text",
                "/commands/id-menu/response/rows/two/text",
                "/commands/id-menu/response/rows/two/message",
                "/forms/order/fields/name/question",
                "/forms/order/fields/how/question",
                "/forms/order/fields/how/label",
                "/forms/order/fields/how/help",
                "/forms/order/fields/how/options/post/label",
                "/forms/order/done",
            ],
            DocumentTexts.In(Shop).Select(text => text.Key)
        );

    [Fact]
    public void A_place_is_where_the_text_stands_in_the_json()
    {
        var json = JsonSerializer.SerializeToNode(Shop, DocumentJson.Options)!;

        Assert.All(
            DocumentTexts.In(Shop),
            text =>
                Assert.Equal(
                    text.Text.GetValueOrDefault("en"),
                    text
                        .Place.Split('/', StringSplitOptions.RemoveEmptyEntries)
                        .Aggregate(
                            (JsonNode?)json,
                            (node, step) => node is JsonArray items ? items[int.Parse(step, Culture)] : node![step]
                        )!["en"]!.GetValue<string>()
                )
        );
    }

    /// <summary>Whatever kind of part a document has: what looks like a text in its JSON is found.</summary>
    [Fact]
    public void No_text_of_the_document_is_overlooked()
    {
        var places = new List<string>();
        Walk(
            JsonSerializer.SerializeToNode(Shop with { SystemTexts = new Dictionary<string, LocalizedText>() }, DocumentJson.Options)!,
            ""
        );

        Assert.Equal(places.Order(StringComparer.Ordinal), DocumentTexts.In(Shop).Select(text => text.Place).Order(StringComparer.Ordinal));

        void Walk(JsonNode? node, string place)
        {
            switch (node)
            {
                case JsonObject text when text.Count > 0 && text.All(entry => Languages.IsKnown(entry.Key)):
                    places.Add(place);
                    break;
                case JsonObject members:
                    members.ToList().ForEach(member => Walk(member.Value, $"{place}/{member.Key}"));
                    break;
                case JsonArray items:
                    for (var i = 0; i < items.Count; i++)
                    {
                        Walk(items[i], $"{place}/{i}");
                    }

                    break;
            }
        }
    }

    [Fact]
    public void What_a_button_does_not_do_now_is_not_translated()
    {
        var button = A.LinkButton("a", "https://example.com") with { Message = A.Text("Left over") };

        Assert.DoesNotContain(
            DocumentTexts.In(A.Document(A.Command("menu", A.Menu(button)))),
            text => text.Text.GetValueOrDefault("en") == "Left over"
        );
    }

    [Fact]
    public void An_expression_is_not_translated_words_are()
    {
        var command = Price with
        {
            Triggers =
            [
                new Trigger { Id = "words", Text = A.Text("how much") },
                new Trigger
                {
                    Id = "regex",
                    Kind = TriggerKind.Regex,
                    Text = A.Text(@"^\d+$"),
                },
            ],
        };

        Assert.Equal(
            ["/commands/id-price/triggers/words/text"],
            DocumentTexts.In(A.Document(command)).Select(text => text.Key).Where(key => key.Contains("triggers", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Buttons_are_counted_over_all_rows()
    {
        var menu = A.Menu(A.CommandButton("one", Price)) with
        {
            Rows =
            [
                [A.CommandButton("one", Price)],
                [A.CommandButton("two", Price)],
            ],
        };

        Assert.Equal(
            [1, 2],
            DocumentTexts
                .In(A.Document(A.Command("menu", menu)))
                .Where(text => text.Within.Any(position => position.List == "rows"))
                .Select(text => text.Within[^1].Number)
        );
    }

    [Fact]
    public void Texts_are_written_wherever_their_parts_are_now()
    {
        var moved = Shop with { Commands = [Shop.Commands[1], Shop.Commands[0]] };

        var written = DocumentTexts.With(
            moved,
            "uk",
            new Dictionary<string, string>
            {
                ["/commands/id-price/response/text"] = "Десять",
                ["/commands/id-menu/response/rows/two/message"] = "Скажи",
                ["/welcome"] = "",
                ["/commands/gone/response/text"] = "Нема",
            }
        );

        Assert.Equal("Десять", ((TextResponse)written.Commands[1].Response).Text["uk"]);
        Assert.Equal("Скажи", ((MenuResponse)written.Commands[0].Response).Rows[0][1].Message!["uk"]);
        Assert.Equal("Welcome to the shop!", Assert.Single(written.Welcome).Value);
    }

    [Fact]
    public void Texts_are_called_what_readers_call_them()
    {
        Screen("en");
        var labels = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .AddSingleton<TextLabels>()
            .BuildServiceProvider()
            .GetRequiredService<TextLabels>();

        Assert.Equal(
            [
                "First message: Text",
                "When nothing else answers: Text",
                "Command /price: Text",
                "Command /menu: Text",
                "Command /menu: Button 1",
                "Command /menu: Button 2",
                "Command /menu: Button 2 · Message",
                "Form “Order”: Question 1",
                "Form “Order”: Question 2",
                "Form “Order”: Question 2 · Short name",
                "Form “Order”: Question 2 · Help",
                "Form “Order”: Question 2 · Choice 1",
                "Form “Order”: When it is filled in",
            ],
            DocumentTexts.In(Shop).Select(text => $"{labels.OfGroup(text.Group)}: {labels.Of(text)}")
        );
    }

    [Fact]
    public void What_is_missing_is_counted_by_language()
    {
        var progress = TranslationCheck.Progress(Shop);

        Assert.Equal([new LanguageProgress("en", 13, 0), new LanguageProgress("uk", 2, 11)], progress);
        Assert.Equal(new Problem("translations.missing", "Українська", 11).At("/languages"), TranslationCheck.Run(Shop).Single());
    }

    [Theory]
    [InlineData("Hello {{contact.first_name}}", "Вітаю, {{ contact.first_name }}", "")]
    [InlineData("Hello {{contact.first_name}}", "Вітаю", "contact.first_name")]
    [InlineData("Hello", "Вітаю {{date}}", "date")]
    [InlineData("Hello {{date}}", "", "")]
    public void A_translation_has_the_variables_of_the_original(string original, string translation, string different) =>
        Assert.Equal(different, string.Join(' ', TranslationCheck.DifferentVariables(A.Text(original, translation), "en", "uk")));

    private static readonly System.Globalization.CultureInfo Culture = System.Globalization.CultureInfo.InvariantCulture;

    private static void Screen(string language) =>
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(language);
}
