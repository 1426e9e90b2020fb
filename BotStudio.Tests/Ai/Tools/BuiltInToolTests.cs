using System.Text.Json;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Tools;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using AiRequest = BotStudio.Tests.Support.Fakes.AiRequest;

namespace BotStudio.Tests.Ai.Tools;

/// <summary>What the model can do with the product's own tools, from a message in Telegram to what is left behind.</summary>
public sealed class BuiltInToolTests(LiveTools app) : IClassFixture<LiveTools>, IAsyncLifetime
{
    private const string Fallback = "Sorry, I did not get that.";

    private const string Claude = "claude-sonnet-4-5";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        app.Ai.ForgetReplies();
        app.Ai.Always = AiReply.Echo;
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Claude)]
    public async Task A_lead_is_registered_with_the_turn_in_both_protocols(string? model)
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("register_lead"), model));
        var anna = bot.Contact();
        app.Ai.Next(
            AiReply.CallTool("register_lead", """{"need":"A machine for the office","phone":"+48 123 456 789","budget":"up to 500 €"}"""),
            AiReply.Text("Great, we will call you.")
        );

        anna.Says("We need a coffee machine, call +48 123 456 789");
        Assert.Equal("Great, we will call you.", (await anna.HearsAsync()).Text);
        await bot.SettledAsync();

        await using var db = app.OpenDatabase();
        var lead = await db.Leads.SingleAsync(l => l.BotId == bot.Id);
        Assert.Equal(
            ("Anna", "+48 123 456 789", "A machine for the office", "up to 500 €"),
            (lead.Name, lead.Phone, lead.Need, lead.Budget)
        );
        Assert.Equal((await bot.ContactsAsync()).Single().Id, lead.ContactId);

        var answer = (await bot.MessagesAsync()).First(message => message.Text == "Great, we will call you.");
        var call = Assert.Single(LiveTools.ReasonOf(answer).Calls!);
        Assert.Equal(("register_lead", null), (call.Tool, call.Problem));
        Assert.Contains("+48 123 456 789", call.Arguments, StringComparison.Ordinal);
        Assert.Contains("\"ok\":true", call.Result, StringComparison.Ordinal);

        // Both calls of the model are counted, and the message says what it took as a whole.
        var usage = await db.UsageRecords.Where(record => record.BotId == bot.Id && record.Kind != UsageKind.Message).ToListAsync();
        Assert.Equal(2, usage.Count);
        Assert.Equal(usage.Sum(record => record.TokensIn), answer.TokensIn);
        Assert.Equal(usage.Sum(record => record.Cost), answer.Cost);
    }

    [Fact]
    public async Task What_the_contact_tells_is_remembered_in_the_bot_s_fields()
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("save_contact_field")));
        var anna = bot.Contact();
        app.Ai.Next(AiReply.CallTool("save_contact_field", """{"city":"Kyiv","cups":3}"""), AiReply.Text("Noted."));

        anna.Says("I live in Kyiv and drink three cups");
        await anna.HearsAsync();
        await bot.QuietAsync();

        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>((await bot.ContactsAsync()).Single().Fields)!;
        Assert.Equal(("Kyiv", "3"), (fields["city"], fields["cups"]));
    }

    [Fact]
    public async Task The_owner_says_which_fields_may_be_written()
    {
        var bot = await app.GivenBotAsync(
            LiveTools.Document(
                new ToolSettings
                {
                    BuiltIn = new Dictionary<string, BuiltInUse> { ["save_contact_field"] = new() { PartIds = ["f-city"] } },
                }
            )
        );
        var anna = bot.Contact();
        app.Ai.Next(AiReply.CallTool("save_contact_field", """{"cups":3}"""), AiReply.Text("I cannot."));

        anna.Says("Write that I drink three cups");
        Assert.Equal("I cannot.", (await anna.HearsAsync()).Text);

        Assert.DoesNotContain("cups", app.Ai.Requests[^2].Body.GetProperty("tools").GetRawText(), StringComparison.Ordinal);
        Assert.Contains(
            "There is no parameter \\\"cups\\\"",
            Assert.Single(LiveTools.ToldIn(app.Ai.Requests[^1])),
            StringComparison.Ordinal
        );
        Assert.Equal("{}", (await bot.ContactsAsync()).Single().Fields);
    }

    [Theory]
    [InlineData(null, "A few questions first.")]
    [InlineData(Claude, "A few questions first.")]
    [InlineData(null, "")]
    [InlineData(Claude, "")]
    public async Task A_form_begins_behind_the_model_s_words(string? model, string words)
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("start_form"), model));
        var anna = bot.Contact();
        app.Ai.Next(AiReply.CallTool("start_form", """{"form":"Order"}"""), AiReply.Text(words));

        anna.Says("I want to order");
        if (words.Length > 0)
        {
            Assert.Equal(words, (await anna.HearsAsync()).Text);
        }

        Assert.Contains("What would you like?", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        var asked = app.Ai.Requests.Count;
        anna.Says("A flat white");
        Assert.Contains("Thank you!", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        await bot.QuietAsync();

        Assert.Equal(asked, app.Ai.Requests.Count);
        await using var db = app.OpenDatabase();
        var entry = await db.FormEntries.SingleAsync(e => e.BotId == bot.Id);
        Assert.Contains("A flat white", entry.Answers, StringComparison.Ordinal);
        var first = (await bot.MessagesAsync())[1];
        Assert.Equal("start_form", Assert.Single(LiveTools.ReasonOf(first).Calls!).Tool);
    }

    [Fact]
    public async Task Words_beside_the_call_are_the_answer_and_the_model_is_not_asked_again()
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("start_form")));
        var anna = bot.Contact();
        var asked = app.Ai.Requests.Count;
        app.Ai.Next(AiReply.CallTools("Gladly!", ("start_form", """{"form":"Order"}""")));

        anna.Says("I want to order");

        Assert.Equal("Gladly!", (await anna.HearsAsync()).Text);
        Assert.Contains("What would you like?", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        await bot.QuietAsync();
        Assert.Equal(asked + 1, app.Ai.Requests.Count);
    }

    [Fact]
    public async Task A_command_answers_as_if_the_contact_had_called_it()
    {
        var price = A.TextCommand("price", "Ten euros");
        var bot = await app.GivenBotAsync(
            LiveTools.Document(LiveTools.BuiltIn("run_command"), null, price, A.Command("menu", A.Menu(A.CommandButton("b1", price))))
        );
        var anna = bot.Contact();
        app.Ai.Next(AiReply.CallTool("run_command", """{"command":"menu"}"""), AiReply.Text("Here you are:"));

        anna.Says("What can you do?");
        Assert.Equal("Here you are:", (await anna.HearsAsync()).Text);
        Assert.Equal("Choose", (await anna.HearsAsync()).Text);
        anna.Taps("price");
        Assert.Equal("Ten euros", (await anna.HearsAsync()).Text);

        Assert.Contains("\"sent\":\"Choose\"", Assert.Single(LiveTools.ToldIn(app.Ai.Requests[^1])), StringComparison.Ordinal);
        await bot.QuietAsync();
        Assert.Equal(
            (ReplyStep.Command, "menu"),
            (LiveTools.ReasonOf((await bot.MessagesAsync())[2]).Step, LiveTools.ReasonOf((await bot.MessagesAsync())[2]).Command)
        );
    }

    [Fact]
    public async Task A_command_of_the_owner_s_server_is_asked_behind_the_words()
    {
        var bot = await app.GivenBotAsync(
            LiveTools.Document(
                LiveTools.BuiltIn("run_command"),
                null,
                A.Command("order", new WebhookResponse { Url = app.Owner.At("/order") }),
                A.Command("joke", new AiResponse { Text = "Tell jokes." })
            )
        );
        var anna = bot.Contact();
        app.Owner.Next(OwnerAnswer.Json("""{"text":"Order 117 is on its way."}"""));
        app.Ai.Next(AiReply.CallTool("run_command", """{"command":"order","arguments":"117"}"""), AiReply.Text("Let me look."));

        anna.Says("Where is order 117?");
        Assert.Equal("Let me look.", (await anna.HearsAsync()).Text);
        Assert.Equal("Order 117 is on its way.", (await anna.HearsAsync()).Text);

        Assert.Contains("\"arguments\":\"117\"", app.Owner.Requests[^1].Body, StringComparison.Ordinal);
        // No model asks a model.
        Assert.DoesNotContain("joke", app.Ai.Requests[^1].Body.GetProperty("tools").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_asked_for_and_the_contact_is_told_so()
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("ask_human")));
        var anna = bot.Contact();
        app.Ai.Next(AiReply.CallTool("ask_human", """{"reason":"Wants a refund"}"""), AiReply.Text("I am sorry about that."));

        anna.Says("I want my money back");
        Assert.Equal("I am sorry about that.", (await anna.HearsAsync()).Text);
        Assert.Equal(new BotTexts(A.Document()).Of("conversations.say.human_wanted", "en"), (await anna.HearsAsync()).Text);
        await bot.SettledAsync();

        Assert.NotNull((await bot.ConversationsAsync()).Single().HumanWantedAt);
        Assert.Contains("Wants a refund", LiveTools.ReasonOf((await bot.MessagesAsync())[1]).Calls![0].Arguments, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Claude)]
    public async Task Calls_of_one_round_run_one_after_the_other(string? model)
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("save_contact_field", "register_lead"), model));
        var anna = bot.Contact();
        app.Ai.Next(
            AiReply.CallTools(
                "One moment.",
                ("save_contact_field", """{"city":"Kyiv"}"""),
                ("save_contact_field", """{"city":"Lviv"}"""),
                ("register_lead", """{"need":"Beans"}""")
            ),
            AiReply.Text("Done.")
        );

        anna.Says("Kyiv, no, Lviv; and I want beans");
        Assert.Equal("Done.", (await anna.HearsAsync()).Text);
        await bot.SettledAsync();

        Assert.Contains("\"Lviv\"", (await bot.ContactsAsync()).Single().Fields, StringComparison.Ordinal);
        Assert.Equal(3, LiveTools.ToldIn(app.Ai.Requests[^1]).Count);
        Assert.Equal(
            ["save_contact_field", "save_contact_field", "register_lead"],
            LiveTools.ReasonOf((await bot.MessagesAsync())[1]).Calls!.Select(call => call.Tool)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Claude)]
    public async Task Wrong_arguments_go_back_once_and_then_the_model_has_to_answer(string? model)
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("start_form"), model));
        var anna = bot.Contact();
        app.Ai.Next(
            AiReply.CallTool("start_form", """{"form":"Booking"}"""),
            AiReply.CallTool("start_form", """{"form":7}"""),
            AiReply.Text("I cannot do that.")
        );

        anna.Says("Book a table");
        Assert.Equal("I cannot do that.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Contains("must be one of: \\\"Order\\\"", LiveTools.ToldIn(app.Ai.Requests[^2])[0], StringComparison.Ordinal);
        Assert.True(MayCall(app.Ai.Requests[^2]));
        Assert.False(MayCall(app.Ai.Requests[^1]));
        var calls = LiveTools.ReasonOf((await bot.MessagesAsync())[1]).Calls!;
        Assert.Equal(["tools.wrong_arguments", "tools.wrong_arguments"], calls.Select(call => call.Problem));
        Assert.Empty(await bot.ProblemsAsync());
    }

    [Fact]
    public async Task A_tool_that_there_is_not_is_named_once()
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("ask_human")));
        var anna = bot.Contact();
        app.Ai.Next(
            AiReply.CallTool("give_discount", """{"percent":90}"""),
            AiReply.CallTool("give_discount", """{"percent":90}"""),
            AiReply.Text("There is no discount.")
        );

        anna.Says("Call give_discount with 90");
        Assert.Equal("There is no discount.", (await anna.HearsAsync()).Text);

        Assert.True(MayCall(app.Ai.Requests[^2]));
        Assert.False(MayCall(app.Ai.Requests[^1]));
    }

    [Fact]
    public async Task After_the_last_round_the_model_is_asked_without_tools()
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("save_contact_field") with { MaxRounds = 2 }));
        var anna = bot.Contact();
        var asked = app.Ai.Requests.Count;
        app.Ai.Next(
            AiReply.CallTool("save_contact_field", """{"cups":1}"""),
            AiReply.CallTool("save_contact_field", """{"cups":2}"""),
            // Some servers do not know how to be asked without tools: what is said beside the call is the answer.
            AiReply.CallTools("Two cups then.", ("save_contact_field", """{"cups":3}"""))
        );

        anna.Says("Count");
        Assert.Equal("Two cups then.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal([true, true, false], app.Ai.Requests.Skip(asked).Select(MayCall));
        Assert.Contains("\"2\"", (await bot.ContactsAsync()).Single().Fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_done_stays_done_when_the_model_falls_silent_and_nothing_is_done_twice()
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("register_lead")));
        var anna = bot.Contact();
        app.Ai.Next(AiReply.CallTool("register_lead", """{"need":"Beans"}"""), AiReply.Empty);

        anna.Says("I want beans");
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await bot.SettledAsync();

        await using var db = app.OpenDatabase();
        Assert.Equal("Beans", (await db.Leads.SingleAsync(l => l.BotId == bot.Id)).Need);
        var reason = LiveTools.ReasonOf((await bot.MessagesAsync())[1]);
        Assert.Equal(("ai.empty", "register_lead"), (reason.Problem, Assert.Single(reason.Calls!).Tool));
    }

    [Fact]
    public async Task A_turn_that_is_begun_anew_registers_one_lead()
    {
        var bot = await app.GivenBotAsync(LiveTools.Document(LiveTools.BuiltIn("register_lead")));
        var anna = bot.Contact();
        app.Ai.Next(
            AiReply.CallTool("register_lead", """{"need":"Beans"}"""),
            AiReply.Status(503),
            AiReply.Status(503),
            AiReply.Status(503),
            AiReply.Status(503),
            AiReply.CallTool("register_lead", """{"need":"Beans"}"""),
            AiReply.Text("Registered.")
        );

        anna.Says("I want beans");
        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));
        Assert.Equal("Registered.", (await anna.HearsAsync()).Text);

        await using var db = app.OpenDatabase();
        var lead = await db.Leads.SingleAsync(l => l.BotId == bot.Id);
        Assert.Single(await db.LeadEvents.Where(e => e.LeadId == lead.Id).ToListAsync());
    }

    internal static bool MayCall(AiRequest request) =>
        request.Has("tools")
        && !(
            request.Body.TryGetProperty("tool_choice", out var choice)
            && (choice.ValueKind == JsonValueKind.String ? choice.GetString() : choice.GetProperty("type").GetString()) == "none"
        );
}
