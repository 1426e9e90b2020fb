using BotStudio.Core.Ai;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Simulator;
using BotStudio.Tests.Support;
using BotStudio.Web.Simulator;
using Bunit;

namespace BotStudio.Tests.Simulator;

public sealed class WhySectionTests : DraftScreen
{
    private static readonly AiQuestion Asked = new("Sell.", [new AiTurn(true, "Hello")], null, 0.4, null);

    [Fact]
    public void A_command_is_named_and_led_to()
    {
        var why = Explain(new SimulatedReply([], new ReplyReason(ReplyStep.Command, "price"), TimeSpan.Zero));

        Assert.Contains("The command /price answered.", why.Markup, StringComparison.Ordinal);
        Assert.EndsWith("/commands/id-price", why.Find("a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_model_read_wrote_and_took_is_shown()
    {
        var answer = new AiAnswer.Text("Hi", "gpt-4o-mini", 1234, 56, TimeSpan.FromMilliseconds(1530), DroppedTurns: 2, WasCut: true);

        var why = Explain(new SimulatedReply([], new ReplyReason(ReplyStep.Ai), answer.Latency) { Asked = Asked, Answer = answer });

        Assert.Equal(["gpt-4o-mini", "1,234 read, 56 written", "1.5 s", "0.4"], why.FindAll("dd").Select(value => value.TextContent));
        Assert.Contains("2 oldest messages did not fit", why.Markup, StringComparison.Ordinal);
        Assert.Contains("reached the token limit", why.Markup, StringComparison.Ordinal);
        Assert.Equal("Sell.", why.Find("pre").TextContent);
    }

    [Fact]
    public void Why_the_model_could_not_answer_is_said_in_words()
    {
        var failed = new AiAnswer.Failed("ai.no_key", IsPassing: false, TimeSpan.Zero);

        var why = Explain(
            new SimulatedReply([], new ReplyReason(ReplyStep.Ai, Problem: failed.Code), TimeSpan.Zero) { Asked = Asked, Answer = failed }
        );

        Assert.Contains("no key", why.Find(".alert").TextContent, StringComparison.Ordinal);
        Assert.EndsWith("/commands/texts/fallback", why.Find("a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_stopped_answer_took_is_said_to_be_an_estimate()
    {
        var why = Explain(
            new SimulatedReply([], new ReplyReason(ReplyStep.Ai) { WasStopped = true }, TimeSpan.FromSeconds(2))
            {
                Usage = new AiUsage("gpt-4o-mini", 120, 7, 1530),
            }
        );

        Assert.Contains("The answer was stopped here", why.Markup, StringComparison.Ordinal);
        Assert.Equal(["gpt-4o-mini", "120 read, 7 written", "1.5 s"], why.FindAll("dd").Select(value => value.TextContent));
    }

    [Fact]
    public void What_tools_were_given_and_said_is_shown()
    {
        var call = new ToolCallMade("order_status", """{"order":117}""", """{"status":200}""", 12) { Status = 200 };

        var why = Explain(new SimulatedReply([], new ReplyReason(ReplyStep.Ai) { Calls = [call] }, TimeSpan.Zero));

        Assert.Equal("order_status", why.Find(".calls code").TextContent);
        Assert.Equal(["{\n  \"order\": 117\n}", "{\n  \"status\": 200\n}"], why.FindAll(".calls pre").Select(part => part.TextContent));
    }

    private IRenderedComponent<WhySection> Explain(SimulatedReply reply) =>
        Show<WhySection>(Draft(A.Document(A.TextCommand("price", "10 euros"))), part => part.Add(p => p.Reply, reply));
}
