using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Simulator;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Ai.Tools;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Tests.Tools;

namespace BotStudio.Tests.Simulator;

public sealed class SimulateTests(AiActs acts) : ActTest(acts), IClassFixture<AiActs>
{
    private readonly AiServer ai = acts.Ai;
    private readonly int askedBefore = acts.Ai.Requests.Count;

    // A key that was refused is tried again after a while.
    public override Task DisposeAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(2));
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_command_of_a_draft_answers_and_the_model_is_not_asked()
    {
        var reply = await SayAsync(A.Document(A.TextCommand("price", "10 euros")).WithPrompt(), A.Message("/price"));

        Assert.Equal("10 euros", Assert.Single(reply.Messages).Text);
        Assert.Equal(new ReplyReason(ReplyStep.Command, "price"), reply.Reason);
        Assert.Null(reply.Answer);
        Assert.Equal(askedBefore, ai.Requests.Count);
    }

    [Fact]
    public async Task A_tapped_button_runs_its_command()
    {
        var price = A.TextCommand("price", "10 euros");
        var document = A.Document(price, A.Command("menu", A.Menu(A.CommandButton("b1", price))));
        var menu = await SayAsync(document, A.Message("/menu"));

        var reply = await SayAsync(document, A.Tap(menu.Messages[0].Buttons[0][0].Data));

        Assert.Equal("10 euros", Assert.Single(reply.Messages).Text);
        Assert.Equal(new ReplyReason(ReplyStep.Button, "price"), reply.Reason);
    }

    [Fact]
    public async Task Any_other_text_is_asked_of_the_model_with_what_was_said_before()
    {
        ai.Next(AiReply.Text("Nine euros."));

        var reply = await SayAsync(
            A.Document().WithPrompt("Sell to {{contact.first_name}}."),
            A.Message("And cheaper?"),
            new EarlierMessage(true, "Price?"),
            new EarlierMessage(false, "Ten.")
        );

        Assert.Equal("Nine euros.", Assert.Single(reply.Messages).Text);
        Assert.Equal(ReplyStep.Ai, reply.Reason.Step);
        Assert.StartsWith("Sell to Olena.", reply.Asked!.Instructions, StringComparison.Ordinal);
        Assert.Equal(["Price?", "Ten.", "And cheaper?"], reply.Asked.Turns.Select(turn => turn.Text));
        Assert.IsType<AiAnswer.Text>(reply.Answer);
    }

    [Fact]
    public async Task Tools_are_shown_and_what_they_would_change_does_not_happen()
    {
        var tools = LiveTools.BuiltIn("register_lead", "start_form") with { Own = [ToolDocuments.OrderStatus()] };
        ai.Next(
            AiReply.CallTools(
                "",
                ("register_lead", """{"need":"Beans"}"""),
                ("order_status", """{"order":117}"""),
                ("start_form", """{"form":"Order"}""")
            ),
            AiReply.Text("A few questions:")
        );

        var reply = await SayAsync(LiveTools.Document(tools), A.Message("I want beans, like order 117"));

        Assert.Equal("A few questions:", reply.Messages[0].Text);
        Assert.Contains("What would you like?", reply.Messages[1].Text, StringComparison.Ordinal);
        Assert.Equal("order", reply.After.State.Form?.FormId);
        Assert.Equal("Beans", Assert.Single(reply.Effects.OfType<Core.Leads.LeadFound>()).Need);
        Assert.Equal([null, true, null], reply.Reason.Calls!.Select(call => call.IsSample));
        Assert.Contains("This is a trial", reply.Reason.Calls![1].Result, StringComparison.Ordinal);
        Assert.Equal(3, reply.Asked!.Tools.Count);
        Assert.True(reply.Usage!.TokensIn > ((AiAnswer.Text)reply.Answer!).TokensIn);
    }

    [Fact]
    public async Task What_the_owner_does_not_want_answered_is_not_and_says_why()
    {
        var safety = new SafetySettings
        {
            Moderation = ModerationKind.Words,
            Words = ["casino"],
            ChecksAnswers = true,
        };
        var document = A.Document().WithPrompt() with { Safety = safety };
        ai.Next(AiReply.Text("Go to the casino."));

        var refused = await SayAsync(document, A.Message("A casino?"));
        Assert.Null(refused.Asked);
        var withheld = await SayAsync(document, A.Message("Where to?"));

        Assert.Equal((ReplyStep.Safety, "safety.word"), (refused.Reason.Step, refused.Reason.Problem));
        Assert.Equal("safety.word_answer", withheld.Reason.Problem);
        Assert.DoesNotContain("casino", Assert.Single(withheld.Messages).Text, StringComparison.Ordinal);
        Assert.NotNull(withheld.Usage);
    }

    [Fact]
    public async Task When_the_model_cannot_be_asked_the_fallback_answers_and_says_why()
    {
        ai.Next(AiReply.Status(401, "invalid_api_key"));

        var reply = await SayAsync(A.Document().WithPrompt(), A.Message("Hello"));

        Assert.Equal("Sorry, I did not get that.", Assert.Single(reply.Messages).Text);
        Assert.Equal("ai.key_refused", reply.Reason.Problem);
    }

    [Fact]
    public async Task A_prompt_is_tried_out_with_the_words_of_the_draft()
    {
        ai.Next(AiReply.Text("Guten Tag!"));
        var document = A.Document().WithPrompt("You are {{bot.name}}.");

        var trial = await Run(
            (TryPrompt act) => act.RunAsync(Caller, document, document.Prompt, "Hello", new Sender("1", "Anna"), "de", default)
        );

        Assert.StartsWith("You are Shop.", trial.Asked.Instructions, StringComparison.Ordinal);
        Assert.Contains("German", trial.Asked.Instructions, StringComparison.Ordinal);
        Assert.Equal("Guten Tag!", Assert.IsType<AiAnswer.Text>(trial.Answer).Value);
    }

    private AiCaller Caller => new(AccountId, Guid.CreateVersion7());

    private Task<SimulatedReply> SayAsync(BotDocument document, IncomingMessage message, params EarlierMessage[] history) =>
        Run((Simulate act) => act.RunAsync(Caller, BotSnapshot.Compile(document, null), message, Situation.Fresh, history, default));
}
