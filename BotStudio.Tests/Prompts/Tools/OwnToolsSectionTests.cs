using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Tools;
using BotStudio.Tests.Support;
using BotStudio.Tests.Tools;
using BotStudio.Web.Prompts.Tools;
using Bunit;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Prompts.Tools;

public sealed class OwnToolsSectionTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    /// <summary>One tool that lacks only its secret, and one with a mistake.</summary>
    protected override BotDocument Document
    {
        get
        {
            var order = ToolDocuments.OrderStatus();
            return ToolDocuments.With(
                order with
                {
                    Headers = [new ToolHeader { Name = "Authorization", IsSecret = true }],
                },
                order with
                {
                    Id = "t2",
                    Name = "stock",
                    Url = "ftp://shop.example.com/{{order}}",
                    Parameters = [order.Parameters[0] with { Id = "p2" }],
                }
            );
        }
    }

    private IReadOnlyList<HttpTool> Own => Draft.Document.Prompt.Tools.Own;

    [Fact]
    public async Task A_tool_is_put_together_and_what_is_missing_is_said()
    {
        var section = await OpenAsync<OwnToolsSection>();
        await PressAsync(section, "New tool");
        Assert.Equal("tool_1", section.WaitForElement(At(2, "name")).GetAttribute("value"));
        Assert.Equal(2, section.FindAll(".trouble").Count);

        await section.Find(At(2, "name")).InputAsync(new() { Value = "delivery_status" });
        await section.Find(At(2, "description")).InputAsync(new() { Value = "Tells where an order is." });
        await section.Find(At(2, "url")).ChangeAsync(new() { Value = "shop.example.com/orders/{{order}}" });
        await PressAsync(section, "Add a parameter");
        await section.Find(At(2, "parameters/0/name")).ChangeAsync(new() { Value = "order" });
        await PressAsync(section, "Add a parameter");
        await section.Find(At(2, "parameters/1/name")).ChangeAsync(new() { Value = "detail" });
        await section
            .FindAll("select")
            .Last(choice => choice.InnerHtml.Contains("One of a few values", StringComparison.Ordinal))
            .ChangeAsync(new() { Value = "Enum" });
        await section.Find(At(2, "parameters/1/choices")).ChangeAsync(new() { Value = "short\nlong\n" });

        var tool = Own[2];
        Assert.Equal("https://shop.example.com/orders/{{order}}", tool.Url);
        Assert.Equal(["order", "detail"], tool.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["short", "long"], tool.Parameters[1].Choices);
        Assert.Single(section.FindAll(".trouble"));
    }

    [Fact]
    public async Task A_secret_is_kept_beside_the_draft_and_asked_for_again_when_the_address_is_another_one()
    {
        var section = await OpenAsync<OwnToolsSection>();
        await section.Find("button.open").ClickAsync(new());
        await section.WaitForElement(At(0, "headers/0/value")).InputAsync(new() { Value = "Bearer sk-secret-1234567-abcd" });
        await section.InvokeAsync(() => section.Find(".header form").SubmitAsync());

        section.WaitForAssertion(() => Assert.Equal("••••abcd", section.Find(".kept code").TextContent));
        Assert.Equal("", Own[0].Headers[0].Value);
        Assert.True(Own[0].Headers[0].IsSecret);
        Assert.DoesNotContain("sk-secret", section.Markup, StringComparison.Ordinal);
        await using var db = OpenDatabase();
        var kept = await db.ToolSecrets.SingleAsync(secret => secret.BotId == Bot.Id);
        Assert.DoesNotContain("sk-secret", kept.SealedValue, StringComparison.Ordinal);

        await section.Find(At(0, "url")).InputAsync(new() { Value = "https://elsewhere.example.com/{{order}}" });
        Assert.Contains("What is kept was given for shop.example.com.", section.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_has_a_name_of_its_own_and_no_secret()
    {
        var section = await OpenAsync<OwnToolsSection>();
        await PressAsync(section, "Duplicate");

        Assert.Equal(["order_status", "stock", "order_status_1"], Own.Select(tool => tool.Name));
        Assert.NotEqual(Own[0].Headers[0].Id, Own[2].Headers[0].Id);
        Assert.NotEmpty(section.WaitForElements("input[type=password]"));
    }

    [Fact]
    public async Task A_deleted_tool_comes_back_in_its_place()
    {
        var section = await OpenAsync<OwnToolsSection>();
        await PressAsync(section, "Delete");
        Assert.Equal(["stock"], Own.Select(tool => tool.Name));

        await section.InvokeAsync(() => Toasts[^1].Action!());

        Assert.Equal(["order_status", "stock"], Own.Select(tool => tool.Name));
    }

    [Fact]
    public async Task A_mistake_that_is_pointed_to_opens_its_tool()
    {
        var section = await OpenAsync<OwnToolsSection>(page => page.Add(p => p.At, "/prompt/tools/own/1/url"));

        Assert.Equal("true", section.WaitForElement(At(1, "url")).GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Whoever_may_only_look_changes_nothing_and_calls_nothing()
    {
        Role = Role.Viewer;
        var section = await OpenAsync<OwnToolsSection>();
        await section.Find("button.open").ClickAsync(new());

        Assert.True(section.WaitForElement(At(0, "name")).HasAttribute("readonly"));
        Assert.Empty(section.FindAll(".trial"));
        Assert.DoesNotContain(
            section.FindAll("button"),
            button => button.TextContent.Trim() is "New tool" or "Duplicate" or "Delete" or "Add a header"
        );
    }

    private static string At(int tool, string part) => $"[data-place='/prompt/tools/own/{tool}/{part}']";

    private static Task PressAsync(IRenderedComponent<OwnToolsSection> section, string words) =>
        section.FindAll("button").First(button => button.TextContent.Trim() == words).ClickAsync(new());
}
