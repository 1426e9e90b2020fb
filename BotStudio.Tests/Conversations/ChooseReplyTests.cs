using System.Text;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Forms;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Conversations;

public sealed class ChooseReplyTests
{
    [Fact]
    public void A_command_answers_with_what_follows_it()
    {
        var reply = Answer(A.Document(A.TextCommand("ping", "pong {{command.args}}")), A.Message("/ping q17z"));

        Assert.Equal("pong q17z", Said(reply));
        Assert.Equal(new ReplyReason(ReplyStep.Command, "ping", 7), reply.Reason);
    }

    [Fact]
    public void A_command_is_found_whatever_its_case()
    {
        Assert.Equal("pong", Said(Answer(A.Document(A.TextCommand("ping", "pong")), A.Message("/PiNg"))));
    }

    [Fact]
    public void A_command_that_is_switched_off_does_not_answer()
    {
        var off = A.TextCommand("ping", "pong") with { IsActive = false };

        Assert.Equal(ReplyStep.Fallback, Answer(A.Document(off), A.Message("/ping")).Reason.Step);
    }

    [Fact]
    public void Start_says_the_welcome_text()
    {
        var reply = Answer(A.Document(), A.Message("/start"));

        Assert.Equal("Welcome to the shop!", Said(reply));
        Assert.Equal(ReplyStep.Welcome, reply.Reason.Step);
    }

    [Fact]
    public void A_command_called_start_comes_before_the_welcome_text()
    {
        Assert.Equal("pong x", Said(Answer(A.Document(A.TextCommand("start", "pong {{command.args}}")), A.Message("/start x"))));
    }

    [Theory]
    [InlineData("uk", "Вітаємо в крамниці!")]
    [InlineData("uk-UA", "Вітаємо в крамниці!")]
    [InlineData("en-GB", "Welcome to the shop!")]
    [InlineData("de", "Welcome to the shop!")]
    [InlineData("zz", "Welcome to the shop!")]
    public void A_contact_is_answered_in_their_language_when_the_bot_speaks_it(string tag, string expected)
    {
        Assert.Equal(expected, Said(Answer(A.Document(), A.Message("/start").Speaking(tag))));
    }

    [Fact]
    public void Without_ai_the_fallback_text_answers()
    {
        var reply = Answer(A.Document(), A.Message("how much?"));

        Assert.Equal("Sorry, I did not get that.", Said(reply));
        Assert.Equal(ReplyStep.Fallback, reply.Reason.Step);
    }

    [Fact]
    public void With_ai_the_model_is_asked_what_no_command_answers()
    {
        var reply = Answer(A.Document().WithPrompt("Help {{contact.first_name}}."), A.Message("how much?"));

        Assert.Empty(reply.Messages);
        Assert.Equal("how much?", Asked(reply).Text);
        Assert.Equal("Sorry, I did not get that.", Asked(reply).Fallback);
        Assert.Equal("Olena", Asked(reply).Values.FirstName);
    }

    [Fact]
    public void A_command_of_type_ai_asks_with_its_own_prompt_and_what_follows_the_command()
    {
        var ask = A.Command("ask", new AiResponse { Text = "Answer briefly.", Model = "small" });
        var reply = Answer(A.Document(ask).WithPrompt(), A.Message("/ask what is up?"));

        Assert.Equal("what is up?", Asked(reply).Text);
        Assert.Equal("small", Asked(reply).Prompt.Model);
        Assert.Equal("Answer briefly.", Asked(reply).Prompt.Instructions.Render(Asked(reply).Values));
    }

    [Fact]
    public void A_picture_is_fetched_for_ai_and_without_ai_gets_the_fallback_text()
    {
        var media = new MessageMedia("photo") { ExternalId = "x" };
        var picture = A.Message("") with { Kind = IncomingKind.Media, MediaKind = "photo", Media = media };

        Assert.IsType<MediaRequest>(Answer(A.Document().WithPrompt(), picture).Ask);
        Assert.Equal(ReplyStep.Fallback, Answer(A.Document(), picture).Reason.Step);
    }

    [Fact]
    public void What_nobody_knows_is_answered_with_what_ai_takes()
    {
        var hologram = A.Message("") with { Kind = IncomingKind.Media, MediaKind = "hologram" };

        var reply = Answer(A.Document().WithPrompt(), hologram);

        Assert.Equal(ReplyStep.Media, reply.Reason.Step);
        Assert.Contains("voice messages", Assert.Single(reply.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_menu_shows_its_buttons_in_rows()
    {
        var price = A.TextCommand("price", "10 EUR");
        var menu = A.Command(
            "menu",
            new MenuResponse
            {
                Text = A.Text("Choose"),
                Rows =
                [
                    [A.CommandButton("b1", price), A.TextButton("b2", "hello")],
                    [A.LinkButton("b3", "https://example.com/")],
                ],
            }
        );
        var message = Assert.Single(Answer(A.Document(price, menu), A.Message("/menu")).Messages);

        Assert.Equal([2, 1], message.Buttons.Select(row => row.Count));
        Assert.Equal(["b:b1.id-menu", "b:b2.id-menu", null], message.Buttons.SelectMany(row => row).Select(button => button.Data));
        Assert.Equal("https://example.com/", message.Buttons[1][0].Url);
    }

    [Fact]
    public void A_buttons_data_fits_into_64_bytes_however_long_its_texts_are()
    {
        var button = A.TextButton(new string('x', PartId.MaxLength), new string('ї', 8000)) with { Text = A.Text(new string('ї', 64)) };
        var menu = A.Command("menu", A.Menu(button)) with { Id = new string('y', PartId.MaxLength) };

        var data = Answer(A.Document(menu), A.Message("/menu")).Messages[0].Buttons[0][0].Data!;

        Assert.InRange(Encoding.UTF8.GetByteCount(data), 1, 64);
    }

    [Fact]
    public void A_tapped_button_runs_its_command()
    {
        var price = A.TextCommand("price", "10 EUR");
        var document = A.Document(price, A.Command("menu", A.Menu(A.CommandButton("b1", price))));

        var reply = Answer(document, A.Tap("b:b1"));

        Assert.Equal("10 EUR", Said(reply));
        Assert.Equal(new ReplyReason(ReplyStep.Button, "price", 7), reply.Reason);
    }

    [Fact]
    public void A_tapped_button_that_sends_a_text_answers_as_if_it_had_been_written()
    {
        var document = A.Document(A.TextCommand("price", "10 EUR"), A.Command("menu", A.Menu(A.TextButton("b1", "/price"))));

        Assert.Equal("10 EUR", Said(Answer(document, A.Tap("b:b1"))));
        Assert.Equal(
            "what is new?",
            Asked(Answer(A.Document(A.Command("menu", A.Menu(A.TextButton("b1", "what is new?")))).WithPrompt(), A.Tap("b:b1"))).Text
        );
    }

    [Theory]
    [InlineData("b:")]
    [InlineData("b:b1.id-menu.x")]
    [InlineData("b:b1.;drop")]
    [InlineData("forged")]
    [InlineData(null)]
    public void A_tap_that_no_menu_sent_gets_the_fallback_text(string? data)
    {
        var reply = Answer(A.Document(), A.Tap(data));

        Assert.Equal("Sorry, I did not get that.", Said(reply));
        Assert.Equal(ReplyStep.StaleButton, reply.Reason.Step);
    }

    [Theory]
    [InlineData("b:gone")]
    [InlineData("b:gone.id-gone")]
    [InlineData("u:gone.id-gone")]
    public void A_button_that_went_with_its_command_says_so(string data)
    {
        var reply = Answer(A.Document(), A.Tap(data));

        Assert.StartsWith("This button does not work any more.", Said(reply), StringComparison.Ordinal);
        Assert.Equal(ReplyStep.StaleButton, reply.Reason.Step);
    }

    [Theory]
    [InlineData("b:gone.id-menu")]
    [InlineData("u:gone.id-menu")]
    [InlineData("u:b1.id-menu")]
    public void A_button_that_its_menu_lost_brings_the_menu_as_it_is_now(string data)
    {
        var price = A.TextCommand("price", "10 EUR");
        var reply = Answer(A.Document(price, A.Command("menu", A.Menu(A.CommandButton("b1", price)))), A.Tap(data));

        Assert.Equal(["This menu has changed in the meantime. Here is the current one:", "Choose"], reply.Messages.Select(m => m.Text));
        Assert.Equal("b:b1.id-menu", reply.Messages[1].Buttons[0][0].Data);
        Assert.Equal(new ReplyReason(ReplyStep.StaleButton, "menu", 7), reply.Reason);
    }

    [Fact]
    public void A_lost_button_of_an_AI_answer_does_not_ask_the_model()
    {
        Assert.Null(Answer(A.Document(A.Command("ask", new AiResponse { Text = "Help." })), A.Tap("b:gone.id-ask")).Ask);
    }

    [Fact]
    public void A_button_of_a_command_that_is_switched_off_brings_its_menu_again()
    {
        var price = A.TextCommand("price", "10 EUR") with { IsActive = false };
        var document = A.Document(price, A.Command("menu", A.Menu(A.CommandButton("b1", price))));

        Assert.Equal(ReplyStep.StaleButton, Answer(document, A.Tap("b:b1.id-menu")).Reason.Step);
        Assert.Equal("Choose", Answer(document, A.Tap("b:b1.id-menu")).Messages[^1].Text);
    }

    [Theory]
    [InlineData("/start cmd_price", "10 EUR")]
    [InlineData("/start cmd_cost", "10 EUR")]
    [InlineData("/start cmd_gone", "Welcome to the shop!")]
    [InlineData("/start winter", "Welcome to the shop!")]
    [InlineData("/price cmd_help", "10 EUR")]
    public void A_link_may_name_the_command_that_it_opens(string sent, string expected)
    {
        var reply = Answer(A.Document(A.TextCommand("price", "10 EUR") with { Aliases = ["cost"] }), A.Message(sent));

        Assert.Equal(expected, Said(reply));
    }

    [Fact]
    public void What_a_link_said_stays_a_variable()
    {
        var document = A.Document(A.TextCommand("hi", "From {{start.payload}}"), A.TextCommand("start", "Hello {{start.payload}}"));

        Assert.Equal("Hello winter", Said(Answer(document, A.Message("/start winter"))));
        var later = Situation.Fresh with { Contact = new ContactProfile { Source = "winter" } };
        Assert.Equal("From winter", Said(ChooseReply.For(BotSnapshot.Compile(document, 7), A.Message("/hi"), later, A.Moment)));
    }

    [Fact]
    public void A_command_a_button_or_a_link_begins_a_form()
    {
        var order = SomeForm.WithEverything();
        var button = A.LinkButton("b1", "") with { Action = ButtonAction.StartForm, FormId = order.Id };
        var document = A.Document(A.Command("order", new FormResponse { FormId = order.Id }), A.Command("menu", A.Menu(button))) with
        {
            Forms = [order],
        };

        Assert.Empty(DocumentCheck.Run(document));
        Assert.All(
            [A.Message("/order"), A.Tap("b:b1.id-menu"), A.Message("/start form_" + order.Id)],
            message => Assert.Equal(order.Id, Answer(document, message).State?.Form?.FormId)
        );
        Assert.Equal("commands.unknown_form", Assert.Single(DocumentCheck.Run(document with { Forms = [] }).DistinctBy(p => p.Code)).Code);
    }

    [Fact]
    public void A_button_may_ask_for_a_person()
    {
        var human = A.LinkButton("b1", "") with { Action = ButtonAction.AskForHuman };
        var reply = Answer(A.Document(A.Command("menu", A.Menu(human))), A.Tap("b:b1.id-menu"));

        Assert.IsType<HumanWanted>(Assert.Single(reply.Effects));
        Assert.NotEmpty(Said(reply));
    }

    [Theory]
    [InlineData("b:b1")]
    [InlineData("b:b1.id-menu")]
    [InlineData("b:b1.id-gone")]
    public void A_button_is_known_by_its_id_whatever_version_sent_it(string data)
    {
        var price = A.TextCommand("price", "10 EUR");

        Assert.Equal("10 EUR", Said(Answer(A.Document(price, A.Command("menu", A.Menu(A.CommandButton("b1", price)))), A.Tap(data))));
    }

    [Fact]
    public void A_command_answers_to_its_other_names_unless_another_one_is_called_so()
    {
        var document = A.Document(A.TextCommand("price", "10 EUR") with { Aliases = ["cost", "help"] }, A.TextCommand("help", "Ask us."));

        Assert.Equal(
            ("10 EUR", "price"),
            (Said(Answer(document, A.Message("/Cost"))), Answer(document, A.Message("/cost")).Reason.Command)
        );
        Assert.Equal("Ask us.", Said(Answer(document, A.Message("/help"))));
    }

    [Fact]
    public void Words_call_a_command_before_AI_is_asked()
    {
        var price = A.TextCommand("price", "10 EUR") with { Triggers = [A.Trigger("how much")] };

        var reply = Answer(A.Document(price).WithPrompt(), A.Message("Hi! How much is it?"));

        Assert.Equal(("10 EUR", new ReplyReason(ReplyStep.Trigger, "price", 7)), (Said(reply), reply.Reason));
        Assert.NotNull(Answer(A.Document(price).WithPrompt(), A.Message("How are you?")).Ask);
    }

    [Fact]
    public void A_command_that_is_not_there_does_not_fall_through_to_words_of_another_bots_group()
    {
        var price = A.TextCommand("price", "10 EUR") with { Triggers = [A.Trigger("rules")] };
        var rules = A.Message("/rules") with { ChatKind = ChatKind.Group, IsForAnyBot = true };

        Assert.Empty(Answer(A.Document(price), rules).Messages);
    }

    [Fact]
    public void Words_under_a_picture_count_too()
    {
        var price = A.TextCommand("price", "10 EUR") with { Triggers = [A.Trigger("price")] };
        var picture = A.Message("what is the price of this?") with { Kind = IncomingKind.Media, MediaKind = "photo" };

        Assert.Equal("10 EUR", Said(Answer(A.Document(price), picture)));
    }

    [Fact]
    public void What_an_expression_finds_is_the_argument()
    {
        var order = A.TextCommand("order", "Order {{command.args}}") with { Triggers = [A.Trigger(@"order\s+(\d+)", TriggerKind.Regex)] };

        Assert.Equal("Order 117", Said(Answer(A.Document(order), A.Message("Where is my ORDER 117?"))));
    }

    [Fact]
    public void An_expression_that_runs_out_of_time_is_passed_over_and_named()
    {
        var bomb = A.TextCommand("bomb", "boom") with { Triggers = [A.Trigger(@"^(?=(a+)+$)b", TriggerKind.Regex)] };
        var price = A.TextCommand("price", "10 EUR") with { Triggers = [A.Trigger("price")] };
        var message = A.Message(new string('a', 40) + "! price");

        var bot = BotSnapshot.Compile(A.Document(bomb, price), 7);
        var replies = Enumerable.Range(0, 4).Select(_ => ChooseReply.For(bot, message, Situation.Fresh, A.Moment)).ToList();

        Assert.All(replies, reply => Assert.Equal("10 EUR", Said(reply)));
        Assert.Null(replies[0].Trouble);
        Assert.Equal(new Problem("triggers.too_slow", "bomb"), replies[^1].Trouble);
    }

    [Fact]
    public void Every_type_of_answer_may_have_buttons()
    {
        IReadOnlyList<IReadOnlyList<MenuButton>> rows =
        [
            [A.LinkButton("b1", "https://example.com/")],
        ];
        var text = A.Command("text", new TextResponse { Text = A.Text("Hello"), Rows = rows });
        var ai = A.Command("ai", new AiResponse { Text = "Be kind.", Rows = rows });

        Assert.Equal("https://example.com/", Answer(A.Document(text), A.Message("/text")).Messages[0].Buttons[0][0].Url);
        Assert.Equal("https://example.com/", Answer(A.Document(ai), A.Message("/ai")).Ask!.Buttons[0][0].Url);
    }

    [Fact]
    public void In_a_group_the_answer_points_at_the_message()
    {
        var message = A.Message("/ping") with { ChatKind = ChatKind.Group };

        Assert.Equal("1", Answer(A.Document(A.TextCommand("ping", "pong")), message).Messages[0].ReplyToExternalId);
    }

    [Fact]
    public void A_name_cannot_bring_its_own_variables_or_formatting()
    {
        var message = A.Message("/hi");
        message = message with { From = message.From with { FirstName = "**{{bot.name}}**" } };

        var said = Said(Answer(A.Document(A.TextCommand("hi", "Hi {{contact.first_name}}")), message));

        Assert.DoesNotContain("Shop", said, StringComparison.Ordinal);
        Assert.DoesNotContain("**", said.Replace("\\*", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Reply Answer(BotDocument document, IncomingMessage message) =>
        ChooseReply.For(BotSnapshot.Compile(document, 7), message, Situation.Fresh, A.Moment);

    private static AiRequest Asked(Reply reply) => Assert.IsType<AiRequest>(reply.Ask);

    private static string Said(Reply reply) => Assert.Single(reply.Messages).Text;
}
