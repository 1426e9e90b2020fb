using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Bots;

public sealed class BotExportTests
{
    private static readonly BotDocument Shop = A.Document(A.TextCommand("price", "Ten euros"));

    public static TheoryData<string> EveryTemplate => [.. BotTemplates.All.Select(template => template.Key)];

    [Fact]
    public void What_was_written_is_read_back()
    {
        var file = new BotExport
        {
            Document = Shop,
            ExportedAt = A.Moment,
            LeftOut = ["/commands/0/response/secret"],
            Files = [new ExportedFile("f1", "menu.jpg", "image/jpeg", "AAECAw==")],
        };

        var read = BotExport.Parse(file.Write()).Value!;

        Assert.Equal(DocumentJson.Write(Shop), DocumentJson.Write(read.Document));
        Assert.Equal(A.Moment, read.ExportedAt);
        Assert.Equal(file.LeftOut, read.LeftOut);
        Assert.Equal(file.Files, read.Files);
    }

    [Fact]
    public void A_bare_document_is_taken_too() => Assert.Equal("Shop", BotExport.Parse(DocumentJson.Write(Shop)).Value!.Document.Name);

    [Theory]
    [InlineData("", "document.not_json")]
    [InlineData("[]", "document.not_json")]
    [InlineData("""{"format":"botstudio.bot","format":"x"}""", "document.not_json")]
    [InlineData("""{"workflow":{}}""", "import.not_an_export")]
    [InlineData("""{"format":"somebody.else","version":1,"document":{"name":"x"}}""", "import.not_an_export")]
    [InlineData("""{"format":"botstudio.bot","version":1}""", "import.not_an_export")]
    [InlineData("""{"format":"botstudio.bot","version":2,"document":{"name":"x"}}""", "import.too_new")]
    [InlineData("""{"format":"botstudio.bot","version":"1","document":{"name":"x"}}""", "document.invalid")]
    [InlineData("""{"format":"botstudio.bot","version":1,"document":{"schema":99,"name":"x"}}""", "document.too_new")]
    public void What_is_no_exported_bot_is_told_apart(string json, string code) => Assert.Equal(code, BotExport.Parse(json).Problem?.Code);

    [Fact]
    public void Every_problem_is_listed_with_its_place()
    {
        var refused = BotExport.Parse(
            """
            {
              "format": "botstudio.bot",
              "version": 1,
              "document": {
                "name": "Shop",
                "languages": "en",
                "prompt": { "isActive": "yes", "historyLength": 3.5 },
                "commands": [
                  { "id": "a", "name": 1, "response": { "type": "text" } },
                  { "id": "b", "name": "b", "response": { "type": "text" } },
                  { "id": "c", "name": "c", "response": { "type": "teleport" } },
                  { "id": "d", "name": "d", "isActive": 1, "response": { "type": "text" } }
                ]
              },
              "files": [ { "id": "f", "name": "a.jpg", "contentType": "image/jpeg", "content": "§" }, 5 ]
            }
            """
        );

        Assert.Equal(
            [
                "/document/languages",
                "/document/prompt/isActive",
                "/document/prompt/historyLength",
                "/document/commands/0/name",
                "/document/commands/2/response",
                "/document/commands/3/isActive",
                "/files/0/content",
                "/files/1",
            ],
            refused.Problems.Select(problem => problem.Place).Select(place => place!.Replace("/type", "", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("""{"name":"x","comands":[]}""", "/comands")]
    [InlineData("""{"name":"x","commands":[{"id":"a","name":"a","respond":{}}]}""", "/commands/0/respond")]
    [InlineData("""{"name":"x","commands":[{"id":"a","name":"a"}]}""", "/commands/0")]
    [InlineData("""{"name":null}""", "/name")]
    [InlineData("""{"name":"x","welcome":{"en":5}}""", "/welcome/en")]
    public void Mistakes_are_found_where_they_are(string document, string place) =>
        Assert.Equal(place, DocumentJson.Parse(document).Problem?.Place);

    [Fact]
    public void What_the_database_cannot_keep_does_not_come_in()
    {
        var read = DocumentJson.Parse("""{"name":"a\u0000b","welcome":{"en":"\ud800"}}""").Value!;

        Assert.Equal("ab", read.Name);
        Assert.Equal("", read.Welcome.GetValueOrDefault("en"));
    }

    [Fact]
    public void Files_beyond_the_limit_are_refused_before_they_are_read()
    {
        var huge = new string(' ', BotExport.MaxSizeBytes + 1);

        Assert.Equal(new Problem("import.too_large", 24), BotExport.Parse(huge).Problem);
        Assert.Equal(
            "document.too_large",
            BotExport.Parse($$"""{ "name": "{{new string('x', BotDocument.MaxSizeBytes)}}" }""").Problem?.Code
        );
    }

    [Theory]
    [InlineData("Coffee & Cake", "coffee-cake.bot.json")]
    [InlineData("Кав’ярня №1", "кав-ярня-1.bot.json")]
    [InlineData("!!!", "bot.bot.json")]
    public void The_file_is_named_after_the_bot(string name, string file) =>
        Assert.Equal(file, new BotExport { Document = Shop with { Name = name } }.FileName);

    [Fact]
    public void Secrets_are_taken_out_wherever_they_are()
    {
        var json = JsonNode
            .Parse(
                """
                {
                  "maxOutputTokens": 5,
                  "secret": "abc",
                  "commands": [
                    { "response": { "url": "https://anna:pass@example.com/x", "signingSecret": "x", "apiKey": "", "text": { "en": "Hi" } } },
                    { "headers": { "Authorization": "Bearer 1", "X-Api-Key": "2", "Accept": "text/plain" } }
                  ],
                  "prompt": "Use 123456789:AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDD and whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                  "list": ["sk-abcdefghijklmnopqrstuvwx"]
                }
                """
            )!
            .AsObject();

        var places = DocumentSecrets.TakeOut(json);

        Assert.Equal(
            [
                "/secret",
                "/commands/0/response/url",
                "/commands/0/response/signingSecret",
                "/commands/1/headers/Authorization",
                "/commands/1/headers/X-Api-Key",
                "/prompt",
                "/list/0",
            ],
            places
        );
        Assert.Equal("Use ••• and •••", (string?)json["prompt"]);
        Assert.Equal("https://•••@example.com/x", (string?)json["commands"]![0]!["response"]!["url"]);
        Assert.Equal("Hi", (string?)json["commands"]![0]!["response"]!["text"]!["en"]);
    }

    [Fact]
    public void Renewed_ids_lead_to_the_same_parts()
    {
        var price = A.TextCommand("price", "Ten");
        var menu = A.Command("menu", A.Menu(A.CommandButton("to-price", price)));

        var renewed = RenewIds.In(A.Document(price, menu));

        var button = ((MenuResponse)renewed.Commands[1].Response).Rows[0][0];
        Assert.Equal(renewed.Commands[0].Id, button.CommandId);
        Assert.NotEqual(price.Id, button.CommandId);
        Assert.NotEqual("to-price", button.Id);
        Assert.Equal("price", renewed.Commands[0].Name);
        Assert.Empty(DocumentCheck.Run(renewed));
    }

    [Fact]
    public void Conditions_of_questions_still_mean_the_same_choice()
    {
        var form = new Form
        {
            Name = "Order",
            Done = A.Text("Thank you"),
            Fields =
            [
                new SelectField
                {
                    Id = "how",
                    Key = "how",
                    Question = A.Text("How?"),
                    Options =
                    [
                        new FieldOption { Id = "post", Label = A.Text("By post") },
                        new FieldOption { Id = "self", Label = A.Text("Myself") },
                    ],
                },
                new TextField
                {
                    Id = "note",
                    Key = "note",
                    Question = A.Text("post"),
                },
                new TextField
                {
                    Id = "where",
                    Key = "post",
                    Question = A.Text("Where to?"),
                    AskIf = new AskIf
                    {
                        Conditions =
                        [
                            new FieldCondition
                            {
                                FieldId = "how",
                                Operator = ConditionOperator.Equals,
                                Value = "post",
                            },
                            new FieldCondition
                            {
                                FieldId = "note",
                                Operator = ConditionOperator.NotEquals,
                                Value = "post",
                            },
                        ],
                    },
                },
            ],
        };
        var document = A.Document() with { Forms = [form] };
        Assert.Empty(DocumentCheck.Run(document));

        var renewed = RenewIds.In(document);

        Assert.Empty(DocumentCheck.Run(renewed));
        var fields = renewed.Forms[0].Fields;
        Assert.Equal("post", fields[2].Key);
        Assert.Equal([fields[0].Id, fields[1].Id], fields[2].AskIf!.Conditions.Select(condition => condition.FieldId));
        // A choice follows its id; a text that happens to be the same stays.
        Assert.Equal([((SelectField)fields[0]).Options[0].Id, "post"], fields[2].AskIf!.Conditions.Select(condition => condition.Value));
    }

    [Theory]
    [MemberData(nameof(EveryTemplate))]
    public void A_template_with_new_ids_says_and_does_the_same(string key)
    {
        var bot = BotTemplates.Find(key)!.Create("Coffee", "en", ["uk"]);

        var renewed = RenewIds.In(bot);

        Assert.Empty(DocumentCheck.Run(renewed));
        var (old, now) = (Ids(bot), Ids(renewed));
        Assert.Empty(old.Intersect(now));
        Assert.Equal(WithoutIds(bot, old), WithoutIds(renewed, now));
    }

    /// <summary>Every id in the order of the document.</summary>
    private static List<string> Ids(BotDocument document)
    {
        var ids = new List<string>();
        Walk(JsonSerializer.SerializeToNode(document, DocumentJson.Options));
        return ids;

        void Walk(JsonNode? node)
        {
            if (node is JsonArray items)
            {
                items.ToList().ForEach(Walk);
            }

            foreach (var (name, value) in node is JsonObject members ? members.ToList() : [])
            {
                if (name == "id" && !ids.Contains((string)value!))
                {
                    ids.Add((string)value!);
                }

                Walk(value);
            }
        }
    }

    /// <summary>The document with numbers for ids: the same for two documents that differ in nothing else.</summary>
    private static string WithoutIds(BotDocument document, List<string> ids)
    {
        var json = JsonSerializer.SerializeToNode(document, DocumentJson.Options)!;
        Walk(json);
        return json.ToJsonString();

        void Walk(JsonNode? node)
        {
            if (node is JsonArray items)
            {
                items.ToList().ForEach(Walk);
            }

            foreach (var (name, value) in node is JsonObject members ? members.ToList() : [])
            {
                if (name.EndsWith("id", StringComparison.OrdinalIgnoreCase) || name is "value" or "default")
                {
                    node![name] =
                        value is JsonValue single && single.TryGetValue(out string? id) && ids.IndexOf(id) is var index and >= 0
                            ? index
                            : value?.DeepClone();
                }
                else
                {
                    Walk(value);
                }
            }
        }
    }
}
