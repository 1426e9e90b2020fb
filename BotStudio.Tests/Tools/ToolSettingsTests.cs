using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Tools;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BotStudio.Tests.Tools;

/// <summary>Tools as a part of the document: checked, compared, carried along, and never with a secret in them.</summary>
public sealed class ToolSettingsTests
{
    private static readonly DiffTexts Texts = new ServiceCollection()
        .AddLocalization()
        .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
        .AddSingleton<DiffTexts>()
        .BuildServiceProvider()
        .GetRequiredService<DiffTexts>();

    [Fact]
    public void A_bot_with_tools_is_sound() =>
        Assert.Empty(
            DocumentCheck.Run(
                ToolDocuments
                    .With(
                        ToolDocuments.OrderStatus() with
                        {
                            Headers =
                            [
                                new ToolHeader { Name = "Authorization", IsSecret = true },
                                new ToolHeader { Name = "X-Shop", Value = "7" },
                            ],
                        }
                    )
                    .WithBuiltIn("register_lead", "save_contact_field", "start_form", "run_command", "ask_human")
            )
        );

    public static TheoryData<string, string, BotDocument> Mistakes =>
        new()
        {
            { "tools.rounds_range", "/maxRounds", A.Document().WithTools(new ToolSettings { MaxRounds = 9 }) },
            { "tools.unknown_built_in", "/builtIn/delete_everything", A.Document().WithBuiltIn("delete_everything") },
            { "tools.bad_name", "/own/0/name", With(tool => tool with { Name = "order status" }) },
            { "tools.bad_name", "/own/0/name", With(tool => tool with { Name = new string('x', 65) }) },
            { "tools.name_taken", "/own/0/name", With(tool => tool with { Name = "Ask_Human" }) },
            {
                "tools.name_twice",
                "/own/1/name",
                ToolDocuments.With(
                    ToolDocuments.OrderStatus(),
                    ToolDocuments.OrderStatus() with
                    {
                        Id = "t2",
                        Parameters = [],
                        Url = "https://a.example",
                    }
                )
            },
            {
                "document.part_id_twice",
                "/own/1/id",
                ToolDocuments.With(
                    ToolDocuments.OrderStatus(),
                    new HttpTool
                    {
                        Id = "t1",
                        Name = "b",
                        Description = "B",
                        Url = "https://a.example",
                    }
                )
            },
            { "tools.description_missing", "/own/0/description", With(tool => tool with { Description = " " }) },
            { "tools.time_limit_range", "/own/0/timeLimitSeconds", With(tool => tool with { TimeLimitSeconds = 31 }) },
            { "tools.bad_url", "/own/0/url", With(tool => tool with { Url = "http://shop.example.com/orders/{{order}}" }) },
            { "tools.bad_url", "/own/0/url", With(tool => tool with { Url = "https://{{order}}.example.com/" }) },
            { "tools.bad_url", "/own/0/url", With(tool => tool with { Url = "https://me:secret@shop.example.com/{{order}}" }) },
            { "tools.unknown_url_parameter", "/own/0/url", With(tool => tool with { Url = "https://shop.example.com/{{number}}" }) },
            {
                "tools.url_parameter_left_out",
                "/own/0/url",
                With(tool => tool with { Parameters = [tool.Parameters[0] with { IsRequired = false }] })
            },
            { "tools.bad_parameter_name", "/own/0/parameters/1/name", WithParameter(new ToolParameter { Name = "the size" }) },
            { "tools.parameter_twice", "/own/0/parameters/1/name", WithParameter(new ToolParameter { Name = "order" }) },
            {
                "tools.choices",
                "/own/0/parameters/1/choices",
                WithParameter(new ToolParameter { Name = "size", Type = ToolParameterType.Enum })
            },
            { "tools.bad_header_name", "/own/0/headers/0/name", WithHeader(new ToolHeader { Name = "X Shop" }) },
            { "tools.header_taken", "/own/0/headers/0/name", WithHeader(new ToolHeader { Name = "webhook-signature" }) },
            { "tools.bad_header_value", "/own/0/headers/0/value", WithHeader(new ToolHeader { Name = "X-Shop", Value = "a\r\nHost: b" }) },
            {
                "tools.header_is_secret",
                "/own/0/headers/0/value",
                WithHeader(new ToolHeader { Name = "Authorization", Value = "Bearer abc" })
            },
            {
                "tools.secret_in_document",
                "/own/0/headers/0/value",
                WithHeader(
                    new ToolHeader
                    {
                        Name = "X-Shop",
                        Value = "abc",
                        IsSecret = true,
                    }
                )
            },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Every_mistake_is_found_at_its_place(string code, string place, BotDocument document)
    {
        var problem = Assert.Single(DocumentCheck.Run(document));

        Assert.Equal((code, "/prompt/tools" + place), (problem.Code, problem.Place));
    }

    [Fact]
    public void A_change_of_a_tool_is_said_in_words()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var before = WithHeader(
            new ToolHeader
            {
                Id = "h1",
                Name = "Authorization",
                IsSecret = true,
            }
        );
        var after = before.WithTools(
            new ToolSettings
            {
                BuiltIn = new Dictionary<string, BuiltInUse> { ["ask_human"] = new() },
                Own = [before.Prompt.Tools.Own[0] with { Url = "https://shop.example.com/v2/{{order}}", IsActive = false, Headers = [] }],
                MaxRounds = 2,
            }
        );

        Assert.Equal(
            [
                "AI tools: Rounds of tool calls: 4 → 2",
                "AI tools: Built-in tool “ask_human” switched on:  → ask_human",
                "Tool order_status: Tool switched off:  → ",
                "Tool order_status: Address: GET https://shop.example.com/orders/{{order}} → GET https://shop.example.com/v2/{{order}}",
                "Tool order_status: Header “Authorization” removed: Authorization: ••• → ",
            ],
            DocumentDiff
                .Between(before, after)
                .SelectMany(part =>
                    part.Changes.Select(change =>
                        $"{Texts.NameOf(part)}: {Texts.Of(change)}: {Texts.Before(change)} → {Texts.After(change)}"
                    )
                )
        );
    }

    [Fact]
    public void No_change_of_a_tool_is_without_words_in_any_language()
    {
        var full = ToolDocuments
            .With(ToolDocuments.OrderStatus() with { Headers = [new ToolHeader { Name = "X-Shop", Value = "7" }] })
            .WithBuiltIn("ask_human");
        var other = full.WithTools(
            new ToolSettings
            {
                MaxRounds = 1,
                Own =
                [
                    full.Prompt.Tools.Own[0] with
                    {
                        Name = "order",
                        Description = "Other",
                        IsActive = false,
                        Method = HttpToolMethod.Post,
                        TimeLimitSeconds = 1,
                        Headers = [],
                        Parameters =
                        [
                            full.Prompt.Tools.Own[0].Parameters[0] with
                            {
                                Description = "Other",
                            },
                            new ToolParameter { Name = "x" },
                        ],
                    },
                ],
            }
        );
        foreach (var language in Core.Localization.Languages.All)
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Code);
            foreach (
                var part in DocumentDiff
                    .Between(full, other)
                    .Concat(DocumentDiff.Between(other, full))
                    .Concat(DocumentDiff.Between(A.Document(), full))
            )
            {
                Assert.DoesNotContain("diff.", Texts.NameOf(part), StringComparison.Ordinal);
                Assert.All(part.Changes, change => Assert.DoesNotContain("diff.", Texts.Of(change), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void No_export_has_what_opens_something()
    {
        // A draft may have what no version has.
        var draft = WithHeader(
            new ToolHeader { Name = "Authorization", Value = "Bearer abc" },
            new ToolHeader
            {
                Name = "X-Shop",
                Value = "hidden",
                IsSecret = true,
            },
            new ToolHeader { Name = "X-Plain", Value = "7" }
        );
        var json = JsonSerializer.SerializeToNode(draft, DocumentJson.Options)!.AsObject();

        Assert.Equal(["/prompt/tools/own/0/headers/0/value", "/prompt/tools/own/0/headers/1/value"], DocumentSecrets.TakeOut(json));
        Assert.DoesNotContain("abc", json.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("7", (string?)json["prompt"]!["tools"]!["own"]![0]!["headers"]![2]!["value"]);
        Assert.NotNull(json.Deserialize<BotDocument>(DocumentJson.Options));
    }

    [Fact]
    public void A_copy_of_a_bot_has_parts_of_its_own()
    {
        var field = new ContactField { Id = "f1", Key = "city" };
        var original = (
            WithHeader(
                new ToolHeader
                {
                    Id = "h1",
                    Name = "Authorization",
                    IsSecret = true,
                }
            ) with
            {
                ContactFields = [field],
            }
        ).WithTools(
            new ToolSettings
            {
                BuiltIn = new Dictionary<string, BuiltInUse> { ["save_contact_field"] = new() { PartIds = ["f1"] } },
                Own = [ToolDocuments.OrderStatus()],
            }
        );

        var copy = RenewIds.In(original);

        Assert.NotEqual("t1", copy.Prompt.Tools.Own[0].Id);
        Assert.NotEqual("p1", copy.Prompt.Tools.Own[0].Parameters[0].Id);
        Assert.Equal([copy.ContactFields[0].Id], copy.Prompt.Tools.BuiltIn["save_contact_field"].PartIds);
        Assert.Equal("order_status", copy.Prompt.Tools.Own[0].Name);
    }

    [Fact]
    public void A_schema_is_what_providers_take()
    {
        var schema = ToolSchema.Of([
            new ToolParameter
            {
                Name = "order",
                Type = ToolParameterType.Integer,
                Description = "Its number.",
            },
            new ToolParameter
            {
                Name = "size",
                Type = ToolParameterType.Enum,
                Choices = ["S", "L"],
                IsRequired = false,
            },
            new ToolParameter
            {
                Name = "tags",
                Type = ToolParameterType.StringList,
                IsRequired = false,
            },
            new ToolParameter { Name = "shop", Value = "7" },
        ]);

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """
                    {"type":"object","properties":{"order":{"type":"integer","description":"Its number."},"size":{"type":"string","enum":["S","L"]},
                     "tags":{"type":"array","items":{"type":"string"}}},"required":["order"],"additionalProperties":false}
                    """
                ),
                schema
            ),
            schema.ToJsonString()
        );
    }

    private static BotDocument With(Func<HttpTool, HttpTool> change) => ToolDocuments.With(change(ToolDocuments.OrderStatus()));

    private static BotDocument WithParameter(ToolParameter parameter) =>
        With(tool => tool with { Parameters = [.. tool.Parameters, parameter] });

    private static BotDocument WithHeader(params ToolHeader[] headers) => With(tool => tool with { Headers = headers });
}
