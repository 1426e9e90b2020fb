using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.BuiltIns;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Conversations;

/// <summary>Commands that every bot has.</summary>
public sealed class BuiltInsTests
{
    private static readonly BotDocument Shop = A.Document() with { Languages = ["en", "uk", "de"] };

    [Fact]
    public void A_language_is_chosen_by_a_button_with_its_own_name()
    {
        var offered = Answer(Shop, A.Message("/language").Speaking("de"));

        Assert.Equal("In welcher Sprache wollen wir uns unterhalten?", Said(offered));
        Assert.Equal(
            [
                ["English", "Українська"],
                ["Deutsch"],
                ["Wie auf meinem Handy"],
            ],
            offered.Messages[0].Buttons.Select(row => row.Select(button => button.Text))
        );

        var situation = Situation.Fresh;
        var chosen = Answer(Shop, A.Tap(offered.Messages[0].Buttons[0][1].Data).Speaking("de"), situation);
        situation = situation.After(chosen);

        Assert.Equal("Тепер ми спілкуємося мовою: Українська. Змінити знову: /language", Said(chosen));
        Assert.Equal("1", chosen.Messages[0].EditsExternalId);
        Assert.Equal("uk", situation.Contact.Language);
        Assert.Equal("Вітаємо в крамниці!", Said(Answer(Shop, A.Message("/start").Speaking("de"), situation)));

        var automatic = Answer(Shop, A.Tap(offered.Messages[0].Buttons[2][0].Data).Speaking("de"), situation);
        Assert.Equal("Ich richte mich wieder nach der Sprache Ihres Handys: Deutsch.", Said(automatic));
        Assert.Null(situation.After(automatic).Contact.Language);
    }

    [Theory]
    [InlineData("/language uk", "uk")]
    [InlineData("/language UK", "uk")]
    [InlineData("/language pl", null)]
    [InlineData("/language please", null)]
    public void A_language_that_the_bot_speaks_may_follow_the_command(string text, string? language) =>
        Assert.Equal(language, Situation.Fresh.After(Answer(Shop, A.Message(text))).Contact.Language);

    [Fact]
    public void A_bot_of_one_language_says_so()
    {
        var reply = Answer(A.Document() with { Languages = ["en"] }, A.Message("/language"));

        Assert.Equal("I speak one language only: English.", Said(reply));
        Assert.Empty(reply.Messages[0].Buttons);
    }

    [Fact]
    public void Privacy_tells_what_is_kept_and_offers_it_and_its_deletion()
    {
        var told = Answer(Shop, A.Message("/privacy"));
        Assert.StartsWith("**Your data**", Said(told), StringComparison.Ordinal);

        var handOver = Answer(Shop, A.Tap(told.Messages[0].Buttons[0][0].Data));
        var asked = Answer(Shop, A.Tap(told.Messages[0].Buttons[1][0].Data));
        Assert.Equal(ContactWishKind.HandOver, Assert.IsType<ContactWish>(Assert.Single(handOver.Effects)).Kind);
        Assert.Empty(asked.Effects);

        var kept = Answer(Shop, A.Tap(asked.Messages[0].Buttons[0][0].Data));
        var deleted = Answer(Shop, A.Tap(asked.Messages[0].Buttons[1][0].Data));
        Assert.Equal("Nothing was deleted.", Said(kept));
        Assert.Empty(kept.Effects);
        Assert.Equal(ContactWishKind.Delete, Assert.IsType<ContactWish>(Assert.Single(deleted.Effects)).Kind);
    }

    [Fact]
    public void Stop_is_taken_back_by_start()
    {
        var stopped = Situation.Fresh.After(Answer(Shop, A.Message("/stop")));
        Assert.True(stopped.Contact.IsStopped);

        // Still answered.
        Assert.Equal("Sorry, I did not get that.", Said(Answer(Shop, A.Message("Hello"), stopped)));

        var again = Answer(Shop, A.Message("/start"), stopped);
        Assert.Equal("Welcome to the shop!", Said(again));
        Assert.False(stopped.After(again).Contact.IsStopped);
        Assert.Empty(Answer(Shop, A.Message("/start")).Effects);
    }

    [Theory]
    [InlineData("language")]
    [InlineData("privacy")]
    [InlineData("stop")]
    public void A_command_of_the_owner_s_takes_the_place_of_a_built_in_one(string name)
    {
        var reply = Answer(Shop with { Commands = [A.TextCommand(name, "My own")] }, A.Message("/" + name));

        Assert.Equal("My own", Said(reply));
        Assert.Empty(reply.Effects);
    }

    [Fact]
    public void An_owner_may_say_it_in_other_words()
    {
        var own = Shop with
        {
            SystemTexts = new Dictionary<string, LocalizedText> { ["contacts.say.stopped"] = new("en", "As you wish.") },
        };

        Assert.Equal("As you wish.", Said(Answer(own, A.Message("/stop"))));
    }

    [Fact]
    public void In_a_group_it_is_nobody_s_business()
    {
        var asked = A.Message("/privacy") with { ChatKind = ChatKind.Group };

        Assert.Equal("This is about you alone. Please write me that in a private chat.", Said(Answer(Shop, asked)));
        Assert.Empty(Answer(Shop, asked with { IsForAnyBot = true }).Messages);
        Assert.Empty(Answer(Shop, A.Message("/stop") with { ChatKind = ChatKind.Group }).Effects);
    }

    [Theory]
    [InlineData("x:language:xx")]
    [InlineData("x:privacy:everything")]
    [InlineData("x:stop:")]
    public void A_forged_button_only_asks_again(string data)
    {
        var reply = Answer(Shop, A.Tap(data));

        Assert.NotEmpty(reply.Messages);
        Assert.DoesNotContain(reply.Effects, effect => effect is ContactWish);
    }

    [Theory]
    [InlineData("x:")]
    [InlineData("x:nothing:at_all")]
    [InlineData("x:language")]
    public void A_button_of_no_built_in_command_is_stale(string data) =>
        Assert.Equal(ReplyStep.StaleButton, Answer(Shop, A.Tap(data)).Reason.Step);

    [Fact]
    public void Every_answer_is_there_in_every_language_and_fits_its_button()
    {
        foreach (var language in Languages.All)
        {
            var document = A.Document() with { Languages = [.. Languages.All.Select(each => each.Code)] };
            foreach (var command in BuiltInCommands.All)
            {
                var reply = Answer(document, A.Message("/" + command.Name).Speaking(language.Code));
                Assert.NotEmpty(Said(reply));
                Assert.All(
                    reply.Messages[0].Buttons.SelectMany(row => row),
                    button =>
                    {
                        Assert.InRange(button.Text.Length, 1, 64);
                        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(button.Data!), 1, 64);
                    }
                );
            }
        }
    }

    [Fact]
    public void Texts_say_what_is_known_in_the_bot_s_own_fields()
    {
        var bot = A.Document(
            A.TextCommand(
                "me",
                "{{contact.city}}|{{contact.orders}}|{{contact.birthday}}|{{contact.vip}}|{{contact.size}}|{{contact.x}}|{{contact.balance}}"
            )
        ) with
        {
            Languages = ["en", "de"],
            ContactFields =
            [
                new() { Key = "city" },
                new() { Key = "orders", Kind = ContactFieldKind.Number },
                new() { Key = "birthday", Kind = ContactFieldKind.Date },
                new() { Key = "vip", Kind = ContactFieldKind.Boolean },
                new() { Key = "size" },
            ],
        };
        var known = Situation.Fresh with
        {
            Contact = new ContactProfile
            {
                Balance = 1250.5m,
                Fields = new Dictionary<string, string>
                {
                    ["city"] = "{{bot.name}}",
                    ["orders"] = "1234.5",
                    ["birthday"] = "1990-05-06",
                    ["vip"] = "true",
                    ["x"] = "no field any more",
                },
            },
        };

        var said = Said(Answer(bot, A.Message("/me").Speaking("de"), known));

        Assert.Equal("{{bot.name}}|1.234,5|06.05.1990|ja||{{contact.x}}|1.250,5", said.Replace("\\", "", StringComparison.Ordinal));
    }

    private static Reply Answer(BotDocument document, IncomingMessage message, Situation? situation = null) =>
        ChooseReply.For(BotSnapshot.Compile(document, 7), message, situation ?? Situation.Fresh, A.Moment);

    private static string Said(Reply reply) => Assert.Single(reply.Messages).Text;
}
