using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Tests.Support;
using BotStudio.Web.Conversations;
using Bunit;

namespace BotStudio.Tests.Conversations;

public sealed class ReplyWhyTests : DraftScreen
{
    [Fact]
    public void An_answer_that_was_kept_cost_nothing_and_no_tokens()
    {
        var why = Explain(new ReplyReason(ReplyStep.Ai, Version: 3) { IsKept = true }, "gpt-4o-mini", tokens: 0, cost: 0);

        Assert.Equal(["Answered before", "cost nothing"], why.FindAll("summary span").Select(Words));
        Assert.Contains("no model was asked", why.Find(".more p").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Version", "Model", "Cost"], why.FindAll("dt").Select(each => each.TextContent));
    }

    [Fact]
    public void What_was_not_let_through_says_which_word_it_was()
    {
        var why = Explain(new ReplyReason(ReplyStep.Safety, Problem: "safety.word") { ProblemDetail = "casino" });

        Assert.Equal("Not let through", Words(why.Find("summary")));
        Assert.Contains("“casino”", why.Find(".problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_could_check_is_said()
    {
        var why = Explain(new ReplyReason(ReplyStep.Ai) { IsUnchecked = true });

        Assert.NotNull(why.Find(".why.trouble"));
        Assert.Contains("could not be reached", why.Find(".problem").TextContent, StringComparison.Ordinal);
    }

    private static string Words(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<ReplyWhy> Explain(ReplyReason reason, string? model = null, int? tokens = null, decimal? cost = null) =>
        Render<ReplyWhy>(part =>
            part.Add(p => p.BotId, Guid.CreateVersion7())
                .Add(p => p.Reason, reason)
                .Add(p => p.Model, model)
                .Add(p => p.TokensIn, tokens)
                .Add(p => p.TokensOut, tokens)
                .Add(p => p.LatencyMs, tokens)
                .Add(p => p.Cost, cost)
        );
}
