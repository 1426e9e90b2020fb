using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Prompts;
using Bunit;

namespace BotStudio.Tests.Prompts;

public sealed class PromptFieldTests : DraftScreen
{
    private readonly DraftSession draft = Draft(A.Document().WithPrompt());

    [Fact]
    public void Tokens_are_counted_against_the_chosen_model()
    {
        Assert.StartsWith(
            "about 9 of 110,",
            Field("You are a shop's assistant.").Find(".tokens").TextContent.Trim(),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "about 9 of 6,",
            Field("You are a shop's assistant.", model: "gpt-4").Find(".tokens").TextContent.Trim(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_prompt_that_the_platforms_model_cannot_take_is_an_error_before_it_is_sent()
    {
        var field = Field(string.Concat(Enumerable.Repeat("word ", 9000)), model: "gpt-4");

        Assert.Contains("gpt-4", field.Find(".error").TextContent, StringComparison.Ordinal);
        Assert.NotNull(field.Find(".tokens.tight"));
    }

    [Fact]
    public void Variables_are_offered_by_what_they_are()
    {
        var items = Field("").FindAll("[data-insert]").ToDictionary(item => item.GetAttribute("data-insert")!, item => item.TextContent);

        Assert.StartsWith("First name", items["{{contact.first_name}}"].Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("{{command.args}}", items.Keys);
    }

    [Fact]
    public void What_a_message_costs_is_said_while_one_writes()
    {
        var costs = Field("You are a shop's assistant.", model: "gpt-4o-mini").Find(".costs").TextContent;

        Assert.Contains("for 1,000 messages", costs, StringComparison.Ordinal);
        Assert.Contains("$0.0002", costs, StringComparison.Ordinal);
    }

    private IRenderedComponent<PromptField> Field(string text, string? model = null) =>
        Show<PromptField>(
            draft,
            part =>
                part.Add(p => p.Label, "Prompt")
                    .Add(p => p.Text, text)
                    .Add(p => p.TextChanged, _ => { })
                    .Add(p => p.Place, "/prompt/text")
                    .Add(p => p.Model, model)
        );
}
