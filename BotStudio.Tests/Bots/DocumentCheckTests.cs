using BotStudio.Core.Ai.Models;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Bots;

public sealed class DocumentCheckTests
{
    [Fact]
    public void A_sound_document_has_no_problems()
    {
        var price = A.TextCommand("price", "10 EUR");
        var menu = A.Command("menu", A.Menu(A.CommandButton("b1", price), A.LinkButton("b2", "https://example.com")));

        Assert.Empty(DocumentCheck.Run(A.Document(price, menu, A.Command("ask", new AiResponse { Text = "Help." })).WithPrompt()));
    }

    public static TheoryData<string, string, BotDocument> Mistakes =>
        new()
        {
            { "document.name_missing", "/name", A.Document() with { Name = " " } },
            { "document.text_too_long", "/name", A.Document() with { Name = new string('x', BotDocument.MaxNameLength + 1) } },
            { "document.default_language_missing", "/defaultLanguage", A.Document() with { DefaultLanguage = "pl" } },
            { "document.unknown_language", "/languages/1", A.Document() with { Languages = ["en", "fr"] } },
            {
                "document.unknown_language",
                "/prompt/additions/fr",
                A.Document() with
                {
                    Prompt = new PromptSettings { Additions = new LocalizedText("fr", "Vous") },
                }
            },
            { "document.language_twice", "/languages", A.Document() with { Languages = ["en", "en"] } },
            { "document.text_missing", "/fallback/en", A.Document() with { Fallback = [] } },
            { "document.text_missing", "/fallback/en", A.Document() with { Fallback = new LocalizedText("uk", "Не зрозумів") } },
            { "document.unknown_language", "/welcome/fr", A.Document() with { Welcome = new LocalizedText("fr", "Bonjour") } },
            { "document.prompt_missing", "/prompt/text", A.Document().WithPrompt(" ") },
            { "document.bad_field_key", "/contactFields/0/key", WithFields(new ContactField { Key = "Home town" }) },
            { "document.field_key_taken", "/contactFields/0/key", WithFields(new ContactField { Key = "first_name" }) },
            {
                "document.field_key_twice",
                "/contactFields/1/key",
                WithFields(new ContactField { Key = "city" }, new ContactField { Key = "city" })
            },
            {
                "document.field_choices",
                "/contactFields/0/choices",
                WithFields(new ContactField { Key = "size", Kind = ContactFieldKind.Choice })
            },
            {
                "document.unknown_system_text",
                "/systemTexts/no.say.such",
                A.Document() with
                {
                    SystemTexts = new Dictionary<string, LocalizedText> { ["no.say.such"] = new("en", "Hello") },
                }
            },
            {
                "document.system_text_placeholders",
                "/systemTexts/conversations.say.human_wanted/en",
                A.Document() with
                {
                    SystemTexts = new Dictionary<string, LocalizedText> { ["conversations.say.human_wanted"] = new("en", "{0} comes") },
                }
            },
            {
                "document.hand_over_range",
                "/handOver/resumesAfterMinutes",
                A.Document() with
                {
                    HandOver = new HandOver { ResumesAfterMinutes = 0 },
                }
            },
            { "document.text_too_long", "/prompt/text", A.Document().WithPrompt(new string('x', PromptSettings.MaxLength + 1)) },
            {
                "document.temperature_range",
                "/prompt/temperature",
                A.Document() with
                {
                    Prompt = new PromptSettings { Temperature = 2.1 },
                }
            },
            { "document.quiet_range", "/prompt/quietSeconds", A.Document() with { Prompt = new PromptSettings { QuietSeconds = 10.1 } } },
            { "document.quiet_range", "/prompt/quietSeconds", A.Document() with { Prompt = new PromptSettings { QuietSeconds = -1 } } },
            { "document.history_range", "/prompt/historyLength", A.Document() with { Prompt = new PromptSettings { HistoryLength = 51 } } },
            {
                "document.token_limit_range",
                "/prompt/maxOutputTokens",
                A.Document() with
                {
                    Prompt = new PromptSettings { MaxOutputTokens = 0 },
                }
            },
            { "commands.bad_name", "/commands/0/name", A.Document(A.TextCommand("Прайс", "x")) },
            { "commands.bad_name", "/commands/0/name", A.Document(A.TextCommand("", "x")) },
            { "commands.bad_name", "/commands/0/name", A.Document(A.TextCommand(new string('a', 33), "x")) },
            {
                "commands.name_twice",
                "/commands/1/name",
                A.Document(A.TextCommand("a", "x"), A.TextCommand("a", "y") with { Id = "other" })
            },
            { "document.id_twice", "/commands/1/id", A.Document(A.TextCommand("a", "x"), A.TextCommand("b", "y") with { Id = "id-a" }) },
            { "document.bad_id", "/commands/0/id", A.Document(A.TextCommand("a", "x") with { Id = "no spaces" }) },
            { "document.text_missing", "/commands/0/response/text/en", A.Document(A.TextCommand("a", "")) },
            { "menu.no_buttons", "/commands/0/response/rows", A.Document(A.Command("m", new MenuResponse { Text = A.Text("x") })) },
            {
                "menu.bad_link",
                "/commands/0/response/rows/0/0/url",
                A.Document(A.Command("m", A.Menu(A.LinkButton("b", "javascript:alert(1)"))))
            },
            {
                "menu.unknown_command",
                "/commands/0/response/rows/0/0/commandId",
                A.Document(A.Command("m", A.Menu(A.CommandButton("b", A.TextCommand("gone", "x")))))
            },
            {
                "document.text_missing",
                "/commands/0/response/rows/0/0/message/en",
                A.Document(A.Command("m", A.Menu(A.TextButton("b", ""))))
            },
            { "commands.bad_name", "/commands/0/aliases/0", A.Document(A.TextCommand("a", "x") with { Aliases = ["Ціна"] }) },
            { "commands.name_twice", "/commands/0/aliases/0", A.Document(A.TextCommand("a", "x") with { Aliases = ["a"] }) },
            {
                "commands.name_twice",
                "/commands/1/aliases/1",
                A.Document(A.TextCommand("a", "x") with { Aliases = ["b"] }, A.TextCommand("c", "x") with { Aliases = ["d", "b"] })
            },
            {
                "commands.too_many_aliases",
                "/commands/0/aliases",
                A.Document(A.TextCommand("a", "x") with { Aliases = [.. Enumerable.Range(0, 21).Select(i => "x" + i)] })
            },
            { "commands.priority_range", "/commands/0/priority", A.Document(A.TextCommand("a", "x") with { Priority = -1001 }) },
            {
                "triggers.empty",
                "/commands/0/triggers/0/text/en",
                A.Document(A.TextCommand("a", "x") with { Triggers = [A.Trigger(" ")] })
            },
            {
                "triggers.bad_regex",
                "/commands/0/triggers/0/text/en",
                A.Document(A.TextCommand("a", "x") with { Triggers = [A.Trigger("(a", TriggerKind.Regex)] })
            },
            {
                "document.text_too_long",
                "/commands/0/triggers/0/text/en",
                A.Document(A.TextCommand("a", "x") with { Triggers = [A.Trigger(new string('x', 201))] })
            },
            {
                "triggers.too_many",
                "/commands/0/triggers",
                A.Document(A.TextCommand("a", "x") with { Triggers = [.. Enumerable.Range(0, 51).Select(i => A.Trigger("x" + i))] })
            },
            {
                "attachments.no_file",
                "/commands/0/response/attachments/0/url",
                A.Document(A.Command("a", new TextResponse { Attachments = [new Attachment()] }))
            },
            {
                "attachments.bad_url",
                "/commands/0/response/attachments/0/url",
                A.Document(A.Command("a", new TextResponse { Attachments = [new Attachment { Url = "http://example.com/a.png" }] }))
            },
            {
                "attachments.bad_location",
                "/commands/0/response/attachments/0/latitude",
                A.Document(
                    A.Command(
                        "a",
                        new TextResponse
                        {
                            Attachments =
                            [
                                new Attachment
                                {
                                    Kind = AttachmentKind.Location,
                                    Latitude = 91,
                                    Longitude = 0,
                                },
                            ],
                        }
                    )
                )
            },
            {
                "document.text_missing",
                "/commands/0/response/rows/0/0/submenu/text/en",
                A.Document(
                    A.Command(
                        "m",
                        A.Menu(
                            A.SubmenuButton("b") with
                            {
                                Submenu = new Submenu
                                {
                                    Rows =
                                    [
                                        [A.LinkButton("c", "tg://x")],
                                    ],
                                },
                            }
                        )
                    )
                )
            },
            {
                "menu.bad_link",
                "/commands/0/response/rows/0/0/submenu/rows/0/0/url",
                A.Document(A.Command("m", A.Menu(A.SubmenuButton("b", A.LinkButton("c", "nowhere")))))
            },
            {
                "document.part_id_twice",
                "/commands/0/response/rows/0/0/submenu/rows/0/0/id",
                A.Document(A.Command("m", A.Menu(A.SubmenuButton("b", A.LinkButton("b", "https://example.com")))))
            },
            {
                "menu.too_deep",
                "/commands/0/response/rows/0/0" + string.Concat(Enumerable.Repeat("/submenu/rows/0/0", 5)) + "/submenu",
                A.Document(A.Command("m", A.Menu(Nested(6))))
            },
            {
                "menu.row_too_long",
                "/commands/0/response/rows/0",
                A.Document(A.Command("m", A.Menu([.. Enumerable.Range(0, 9).Select(i => A.LinkButton("b" + i, "https://example.com"))])))
            },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_at_its_place(string code, string place, BotDocument document)
    {
        Assert.Contains((code, place), DocumentCheck.Run(document).Select(problem => (problem.Code, problem.Place!)));
    }

    [Fact]
    public void An_admins_figures_of_a_model_decide_what_it_can_take()
    {
        var document = A.Document().WithPrompt(string.Concat(Enumerable.Repeat("word ", 6000)));
        document = document with { Prompt = document.Prompt with { Model = "gpt-4o-mini", MaxOutputTokens = 2000 } };
        var smaller = new ModelList([new ModelEntry(new ModelLimits("gpt-4o-mini", 4_000, 1_000, Vocabulary.O200k), IsOffered: true, [])]);

        Assert.Empty(DocumentCheck.Run(document));
        Assert.Equal(
            ["ai.prompt_exceeds_model", "ai.token_limit_exceeds_model"],
            DocumentCheck.Run(document, smaller).Select(problem => problem.Code)
        );
    }

    [Fact]
    public void A_document_survives_its_json_form()
    {
        var price = A.TextCommand("price", "10 EUR");
        var document = A.Document(price, A.Command("menu", A.Menu(A.CommandButton("b1", price), A.TextButton("b2", "hi")))).WithPrompt();

        Assert.Equal(DocumentJson.Write(document), DocumentJson.Write(DocumentJson.Read(DocumentJson.Write(document))));
    }

    [Theory]
    [InlineData("", "document.not_json", null)]
    [InlineData("[]", "document.not_json", null)]
    [InlineData("{}", "document.invalid", null)]
    [InlineData("""{"schema":99,"name":"x"}""", "document.too_new", "/schema")]
    [InlineData("""{"schema":"one","name":"x"}""", "document.invalid", "/schema")]
    [InlineData("""{"name":"x","comands":[]}""", "document.invalid", "/comands")]
    [InlineData("""{"name":"x","commands":[{"name":"a","response":{"type":"dance"}}]}""", "document.invalid", "/commands/0/response")]
    [InlineData("""{"name":7}""", "document.invalid", "/name")]
    public void What_is_no_document_is_refused_at_its_place(string json, string code, string? place)
    {
        var problem = DocumentJson.Parse(json).Problem!;

        Assert.Equal(code, problem.Code);
        if (place is not null)
        {
            Assert.StartsWith(place, problem.Place, StringComparison.Ordinal);
        }
    }

    private static BotDocument WithFields(params ContactField[] fields) => A.Document() with { ContactFields = fields };

    /// <summary>A button with menus behind menus.</summary>
    private static MenuButton Nested(int depth) =>
        A.SubmenuButton("b" + depth, depth == 1 ? A.LinkButton("last", "https://example.com") : Nested(depth - 1));
}
