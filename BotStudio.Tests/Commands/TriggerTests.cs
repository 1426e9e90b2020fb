using System.Diagnostics;
using BotStudio.Core.Bots;
using BotStudio.Core.Commands;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Commands;

public sealed class TriggerTests
{
    [Theory]
    [InlineData("price", "What is the price?", true)]
    [InlineData("price", "PRICE", true)]
    [InlineData("price", "price-list", true)]
    [InlineData("price", "(price)", true)]
    [InlineData("price", "prices", false)]
    [InlineData("price", "price2", false)]
    [InlineData("price", "underprice", false)]
    [InlineData("what", "what's new", false)]
    [InlineData("how much", "How  \n much is it", true)]
    [InlineData("how much", "how very much", false)]
    [InlineData("how much", "how muchness, how much", true)]
    [InlineData("e-mail", "my E-Mail please", true)]
    [InlineData("c++", "do you teach C++?", true)]
    [InlineData("c++", "c", false)]
    [InlineData("5 €", "only 5 € today", true)]
    [InlineData("€ 5", "only € 50", false)]
    [InlineData("👍", "ok 👍👍", true)]
    [InlineData("👩‍🚀", "👩‍🚀!", true)]
    [InlineData("ціна", "Яка ЦІНА?", true)]
    [InlineData("ціна", "Ціни", false)]
    [InlineData("об'єкт", "Цей об’єкт ще є?", true)]
    [InlineData("об’єкт", "обʼєкт", true)]
    [InlineData("єкт", "об'єкт", false)]
    [InlineData("їжа", "Де ЇЖА", true)]
    [InlineData("мій", "Мій", true)]
    [InlineData("мій", "мии", false)]
    [InlineData("ещё", "хочу ЕЩЕ", true)]
    [InlineData("сколько стоит", "Сколько, стоит?", false)]
    [InlineData("сколько стоит", "А сколько стоит доставка", true)]
    [InlineData("zamówienie", "Gdzie moje ZAMÓWIENIE?", true)]
    [InlineData("zamówienie", "zamo\u0301wienie", true)]
    [InlineData("zamówienie", "zamowienie", false)]
    [InlineData("öffnungszeiten", "ÖFFNUNGSZEITEN bitte", true)]
    [InlineData("größe", "Welche Größe?", true)]
    [InlineData("ﬁsh", "FISH", true)]
    [InlineData("price", "pri\u200bce", true)]
    [InlineData("price", "", false)]
    [InlineData("price", "\ud83d", false)]
    public void Words_are_found_whole_and_in_any_case(string phrase, string message, bool isFound)
    {
        Assert.Equal(isFound, Fits(TriggerKind.Contains, phrase, message));
    }

    [Theory]
    [InlineData("yes", "Yes!", true)]
    [InlineData("yes", " «yes» ", true)]
    [InlineData("yes", "yes please", false)]
    [InlineData("yes, please", "Yes,  please.", true)]
    [InlineData("так", "ТАК", true)]
    [InlineData("👍", "👍", true)]
    [InlineData("👍", "👍👍", false)]
    [InlineData("?", "?", true)]
    [InlineData("?", "!", false)]
    [InlineData("1", "1", true)]
    [InlineData("1", "1)", true)]
    [InlineData("/price", "price", false)]
    public void A_whole_message_is_the_phrase_apart_from_the_signs_around_it(string phrase, string message, bool isFound)
    {
        Assert.Equal(isFound, Fits(TriggerKind.Exact, phrase, message));
    }

    [Theory]
    [InlineData(@"^\+?\d[\d ]{8,}$", "+380 67 123 45 67", true)]
    [InlineData(@"поверн(ути|ення)", "Хочу ПОВЕРНЕННЯ", true)]
    [InlineData(@"(?<!не )хочу", "не хочу", false)]
    [InlineData(@"(?<!не )хочу", "да, хочу", true)]
    [InlineData(@"(\w)\1\1", "ууу", true)]
    [InlineData("(", "(", false)]
    public void A_message_fits_an_expression(string pattern, string message, bool isFound)
    {
        Assert.Equal(isFound, Fits(TriggerKind.Regex, pattern, message));
    }

    [Fact]
    public void The_words_of_every_language_count()
    {
        var price = A.TextCommand("price", "x") with
        {
            Triggers =
            [
                new Trigger
                {
                    Text = new LocalizedText
                    {
                        ["en"] = "price",
                        ["uk"] = "ціна",
                        ["de"] = "Preis",
                    },
                },
            ],
        };
        var bot = Compile(price);

        Assert.All(["price", "ціна", "preis"], word => Assert.Equal("price", bot.CommandFor(word, out _)?.Command.Name));
    }

    [Fact]
    public void The_highest_priority_answers_and_of_equal_ones_the_first()
    {
        var bot = Compile(
            A.TextCommand("first", "x") with
            {
                Triggers = [A.Trigger("price")],
            },
            A.TextCommand("second", "x") with
            {
                Triggers = [A.Trigger("price"), A.Trigger("delivery", TriggerKind.Exact)],
            },
            A.TextCommand("pattern", "x") with
            {
                Triggers = [A.Trigger("deliver.*", TriggerKind.Regex)],
            },
            A.TextCommand("high", "x") with
            {
                Priority = 5,
                Triggers = [A.Trigger("price list", TriggerKind.Regex)],
            },
            A.TextCommand("low", "x") with
            {
                Priority = -1,
                Triggers = [A.Trigger("hello"), A.Trigger("price", TriggerKind.Exact)],
            },
            A.TextCommand("off", "x") with
            {
                Priority = 99,
                IsActive = false,
                Triggers = [A.Trigger("price")],
            }
        );

        Assert.Equal("first", bot.CommandFor("price", out _)?.Command.Name);
        Assert.Equal("high", bot.CommandFor("the price list", out _)?.Command.Name);
        Assert.Equal("second", bot.CommandFor("delivery", out _)?.Command.Name);
        Assert.Equal("pattern", bot.CommandFor("delivered?", out _)?.Command.Name);
        Assert.Equal("low", bot.CommandFor("hello", out _)?.Command.Name);
    }

    [Theory]
    [InlineData(@"^(a+)+$")]
    [InlineData(@"(a|aa)+$")]
    [InlineData(@"(.*a){25}$")]
    [InlineData(@"((a{0,50}){0,50}){0,50}b")]
    [InlineData(@"^(?=(a+)+$)b")]
    [InlineData(@"(a+)+\1b")]
    [InlineData(@"(((((a*)*)*)*)*)*\1b")]
    public void No_expression_hangs_a_turn(string pattern)
    {
        var bot = Compile(A.TextCommand("bomb", "x") with { Triggers = [A.Trigger(pattern, TriggerKind.Regex)] });
        var message = new string('a', 4000) + "!";
        var watch = Stopwatch.StartNew();

        for (var i = 0; i < 20; i++)
        {
            bot.CommandFor(message, out _);
        }

        // Three times the limit at most, then it is given up; the rest is the machine's.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void An_expression_that_was_given_up_is_named_from_then_on()
    {
        var bot = Compile(A.TextCommand("bomb", "x") with { Triggers = [A.Trigger(@"^(?=(a+)+$)b", TriggerKind.Regex)] });

        for (var i = 1; i <= 5; i++)
        {
            Assert.Null(bot.CommandFor(new string('a', 40) + "!", out var tooSlow));
            Assert.Equal(i < 3 ? null : "bomb", tooSlow?.Name);
        }
    }

    private static bool Fits(TriggerKind kind, string phrase, string message) =>
        Compile(A.TextCommand("found", "x") with { Triggers = [A.Trigger(phrase, kind)] }).CommandFor(message, out _) is not null;

    private static BotSnapshot Compile(params Command[] commands) => BotSnapshot.Compile(A.Document(commands), 7);
}
