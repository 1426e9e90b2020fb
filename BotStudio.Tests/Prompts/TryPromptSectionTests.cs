using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Prompts;
using Bunit;

namespace BotStudio.Tests.Prompts;

public sealed class TryPromptSectionTests(AiActs acts) : BotScreen(acts), IClassFixture<AiActs>
{
    private readonly AiServer ai = acts.Ai;

    protected override BotDocument Document => A.Document().WithPrompt();

    [Fact]
    public async Task An_answer_grows_and_then_says_what_it_took()
    {
        var pen = new AiPen();
        ai.Next(AiReply.Written(pen));
        var section = await AskAsync("When do you open?");
        pen.Write("We open ");
        section.WaitForAssertion(() => Assert.Equal("We open", section.Find(".said .text").TextContent.Trim()));
        pen.End("at **nine**.");

        section.WaitForAssertion(() => Assert.Contains("gpt-4o-mini", section.Find(".cost").TextContent, StringComparison.Ordinal));
        Assert.Equal("We open at nine.", section.Find(".said .text").TextContent.Trim());
        Assert.Contains("You are a shop's assistant.", section.Find("details pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_stays_when_the_reader_has_seen_enough()
    {
        var pen = new AiPen();
        ai.Next(AiReply.Written(pen));
        var section = await AskAsync("When do you open?");
        pen.Write("We open ");
        section.WaitForElement(".said .text");

        await section.FindAll("button").First(button => button.TextContent == "Stop").ClickAsync(new());

        section.WaitForAssertion(() => Assert.Equal("We open…", section.Find(".said .text").TextContent.Trim()));
        Assert.DoesNotContain(section.FindAll("button"), button => button.TextContent == "Stop");
    }

    private async Task<IRenderedComponent<TryPromptSection>> AskAsync(string question)
    {
        var section = await OpenAsync<TryPromptSection>();
        await section.Find("textarea").InputAsync(new() { Value = question });
        section.WaitForAssertion(() => Assert.False(section.Find("button[type=submit]").HasAttribute("disabled")));
        _ = section.InvokeAsync(() => section.Find("form").SubmitAsync());
        return section;
    }
}
