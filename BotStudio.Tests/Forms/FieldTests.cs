using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Forms;

/// <summary>Each type of question with what it takes and what it does not, as people write it in five languages.</summary>
public sealed class FieldTests
{
    private const string Nbsp = "\u00A0";
    private const string Narrow = "\u202F";

    [Theory]
    [InlineData("Ann", "Ann")]
    [InlineData("  Ann \n", "Ann")]
    [InlineData("О’Ніл", "О’Ніл")]
    [InlineData("Źdźbło", "Źdźbło")]
    [InlineData("👍👍", "👍👍")]
    [InlineData("A", null)]
    [InlineData("👍", null)]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("12345678901", null)]
    [InlineData("👍👍👍👍👍👍👍👍👍👍", "👍👍👍👍👍👍👍👍👍👍")]
    public void A_text_of_two_to_ten_characters(string written, string? answer) =>
        AssertInAll(
            new TextField
            {
                Key = "x",
                MinLength = 2,
                MaxLength = 10,
            },
            written,
            answer
        );

    [Theory]
    [InlineData("AA1234BB", true)]
    [InlineData("АА1234ВВ", false)]
    [InlineData("1234", false)]
    public void A_text_that_has_to_match(string written, bool fits) =>
        AssertInAll(new TextField { Key = "x", Pattern = @"^[A-Z]{2}\d{4}[A-Z]{2}$" }, written, fits ? written : null);

    [Theory]
    // Digits alone, and signs before them.
    [InlineData("*", "1000", "1000")]
    [InlineData("*", " 7 ", "7")]
    [InlineData("*", "+5", "5")]
    [InlineData("*", "-12", "-12")]
    [InlineData("*", "\u22125", "-5")]
    [InlineData("*", "٣٤", "34")]
    [InlineData("*", "€ 20", "20")]
    [InlineData("*", "20₴", "20")]
    // Blanks group three digits, whichever blank it is.
    [InlineData("*", "1 000", "1000")]
    [InlineData("*", "1" + Nbsp + "000", "1000")]
    [InlineData("*", "12" + Narrow + "345" + Narrow + "678", "12345678")]
    [InlineData("*", "1'000", "1000")]
    [InlineData("*", "1 00", null)]
    [InlineData("*", "5 6", null)]
    // Both signs: the last one parts the decimals.
    [InlineData("*", "1,234.5", "1234.5")]
    [InlineData("*", "1.234,5", "1234.5")]
    [InlineData("*", "1 000,5", "1000.5")]
    [InlineData("*", "1 000.5", "1000.5")]
    [InlineData("*", "1,2,3.4", null)]
    [InlineData("*", "1.2.3", null)]
    [InlineData("*", "1.000.000", "1000000")]
    [InlineData("*", "1,000,000", "1000000")]
    // One sign: decimals, where it cannot group.
    [InlineData("*", "1,5", "1.5")]
    [InlineData("*", "1.5", "1.5")]
    [InlineData("*", ".5", "0.5")]
    [InlineData("*", "5,", "5")]
    [InlineData("*", "0,25", "0.25")]
    // One sign before three digits: the language tells.
    [InlineData("en", "1,000", "1000")]
    [InlineData("de", "1.000", "1000")]
    [InlineData("uk", "1.000", "1000")]
    [InlineData("ru", "1.000", "1000")]
    [InlineData("pl", "1.000", "1000")]
    [InlineData("uk", "1,000", "1")]
    [InlineData("de", "1,000", "1")]
    [InlineData("en", "1.000", "1")]
    [InlineData("de", "1234.567", null)]
    // No numbers.
    [InlineData("*", "", null)]
    [InlineData("*", "ten", null)]
    [InlineData("*", "десять", null)]
    [InlineData("*", "5 kg", null)]
    [InlineData("*", "--5", null)]
    [InlineData("*", ".", null)]
    [InlineData("*", "1e5", null)]
    [InlineData("*", "∞", null)]
    [InlineData("*", "99999999999999999999999999999999999", null)]
    [InlineData("*", "9999999999999999", null)]
    [InlineData("*", "0.125", null)]
    public void A_number_with_two_decimals(string languages, string written, string? answer) =>
        AssertIn(languages, new NumberField { Key = "x", Decimals = 2 }, written, answer, answer => answer.Value);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("100", "100")]
    [InlineData("5,00", "5")]
    [InlineData("0", null)]
    [InlineData("101", null)]
    [InlineData("1,5", null)]
    public void A_whole_number_from_one_to_a_hundred(string written, string? answer) =>
        AssertInAll(
            new NumberField
            {
                Key = "x",
                Min = 1,
                Max = 100,
            },
            written,
            answer
        );

    [Theory]
    [InlineData("en", "1,234.5")]
    [InlineData("de", "1.234,5")]
    [InlineData("uk", "1" + Nbsp + "234,5")]
    [InlineData("ru", "1" + Nbsp + "234,5")]
    [InlineData("pl", "1" + Nbsp + "234,5")]
    public void A_number_is_shown_as_the_language_writes_it(string language, string shown) =>
        Assert.Equal(shown, new NumberField { Key = "x" }.Written(new Answer { Type = "number", Value = "1234.5" }, language, "en"));

    [Theory]
    [InlineData("ann@example.com", "ann@example.com")]
    [InlineData(" Ann.Lee+shop@Example.COM ", "Ann.Lee+shop@example.com")]
    [InlineData("mailto:ann@example.com", "ann@example.com")]
    [InlineData("<ann@example.com>", "ann@example.com")]
    [InlineData("o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk")]
    [InlineData("ann@приклад.укр", "ann@приклад.укр")]
    [InlineData("ann", null)]
    [InlineData("ann@", null)]
    [InlineData("@example.com", null)]
    [InlineData("ann@example", null)]
    [InlineData("ann@example.c", null)]
    [InlineData("ann@example..com", null)]
    [InlineData("ann@-example.com", null)]
    [InlineData(".ann@example.com", null)]
    [InlineData("ann.@example.com", null)]
    [InlineData("ann@exam ple.com", null)]
    [InlineData("ann@example.com, bob@example.com", null)]
    [InlineData("Ann <ann@example.com>", null)]
    [InlineData("ann@127.0.0.1", null)]
    public void An_e_mail_address(string written, string? answer) => AssertInAll(new EmailField { Key = "x" }, written, answer);

    [Theory]
    [InlineData("*", "+380 44 123-45-67", "+380441234567")]
    [InlineData("*", "00380441234567", "+380441234567")]
    [InlineData("*", "+1 (212) 555-12-34", "+12125551234")]
    [InlineData("*", "tel:+49-30-1234567", "+49301234567")]
    [InlineData("*", "380441234567", "+380441234567")]
    [InlineData("uk", "044 123 45 67", "+380441234567")]
    [InlineData("uk", "(044) 123-45-67", "+380441234567")]
    [InlineData("uk", "671234567", "+380671234567")]
    [InlineData("ru", "8 916 123-45-67", "+79161234567")]
    [InlineData("ru", "9161234567", "+79161234567")]
    [InlineData("ru", "79161234567", "+79161234567")]
    [InlineData("pl", "501 234 567", "+48501234567")]
    [InlineData("pl", "48501234567", "+48501234567")]
    [InlineData("de", "0151 12345678", "+4915112345678")]
    [InlineData("de", "030/1234567", "+49301234567")]
    // A Russian speaker elsewhere: the language is only a hint.
    [InlineData("ru", "0671234567", null)]
    [InlineData("ru", "375291234567", "+375291234567")]
    [InlineData("en", "0441234567", null)]
    [InlineData("en", "2125551234", null)]
    [InlineData("*", "12345", null)]
    [InlineData("*", "+999123456789", null)]
    [InlineData("*", "+12345678901234567", null)]
    [InlineData("*", "call me", null)]
    [InlineData("*", "044-ABC-4567", null)]
    [InlineData("*", "", null)]
    public void A_phone_number(string languages, string written, string? answer) =>
        AssertIn(languages, new PhoneField { Key = "x" }, written, answer, answer => answer.Value);

    [Theory]
    [InlineData("US", "(212) 555-1234", "+12125551234")]
    [InlineData("US", "1 212 555 1234", "+12125551234")]
    [InlineData("HU", "06 30 123 4567", "+36301234567")]
    [InlineData("IT", "06 6982", "+39066982")]
    [InlineData("IT", "06 69821234", "+390669821234")]
    [InlineData("GB", "020 7946 0018", "+442079460018")]
    [InlineData("BY", "8 029 123-45-67", "+375291234567")]
    [InlineData("FR", "06 12 34 56 78", "+33612345678")]
    public void A_number_without_its_country_is_read_in_the_owners(string country, string written, string? answer) =>
        AssertInAll(new PhoneField { Key = "x", Country = country }, written, answer);

    [Theory]
    [InlineData("100", true, "+380441234567")]
    [InlineData("200", true, null)]
    [InlineData(null, true, null)]
    [InlineData("200", false, "+380441234567")]
    public void A_shared_number_is_the_senders_own_where_it_has_to_be(string? person, bool mustBeOwn, string? answer)
    {
        var asked = Asked(new PhoneField { Key = "x", MustBeOwn = mustBeOwn }, "en");
        var reading = asked.Question.Field.Read(
            asked,
            asked.Turn.Message with
            {
                Kind = IncomingKind.Media,
                Media = new MessageMedia("contact") { Phone = "380441234567", PersonExternalId = person },
            }
        );
        Assert.Equal(answer, reading.Answer?.Value);
    }

    [Fact]
    public void A_number_that_has_to_be_the_senders_own_is_not_typed() =>
        AssertInAll(new PhoneField { Key = "x", MustBeOwn = true }, "+380441234567", null);

    [Theory]
    [InlineData("*", "2026-12-31", "2026-12-31")]
    [InlineData("*", "2026.12.31", "2026-12-31")]
    [InlineData("uk", "31.12.2026", "2026-12-31")]
    [InlineData("ru", "31/12/26", "2026-12-31")]
    [InlineData("pl", "31-12-2026", "2026-12-31")]
    [InlineData("de", "31. 12. 2026", "2026-12-31")]
    [InlineData("en", "12/31/2026", "2026-12-31")]
    [InlineData("en-US", "03/04/2026", "2026-03-04")]
    [InlineData("en-GB", "03/04/2026", "2026-04-03")]
    [InlineData("en-GB", "31/12/2026", "2026-12-31")]
    [InlineData("en", "31/12/2026", "2026-12-31")]
    [InlineData("uk", "03.04.2026", "2026-04-03")]
    [InlineData("de", "3.4.", "2026-04-03")]
    [InlineData("uk", "1.3", "2027-03-01")]
    [InlineData("en", "Dec 31", "2026-12-31")]
    [InlineData("en", "December 31st, 2026", "2026-12-31")]
    [InlineData("en", "31 December", "2026-12-31")]
    [InlineData("en", "1st of April 2026", "2026-04-01")]
    [InlineData("uk", "31 грудня 2026 р.", "2026-12-31")]
    [InlineData("ru", "31 декабря 2026 года", "2026-12-31")]
    [InlineData("ru", "1 мая", "2026-05-01")]
    [InlineData("pl", "31 grudnia 2026 r.", "2026-12-31")]
    [InlineData("de", "31. Dezember 2026", "2026-12-31")]
    [InlineData("de", "1. März 2027", "2027-03-01")]
    [InlineData("en", "tomorrow", "2026-03-15")]
    [InlineData("uk", "Завтра", "2026-03-15")]
    [InlineData("ru", "сегодня", "2026-03-14")]
    [InlineData("pl", "dziś", "2026-03-14")]
    [InlineData("de", "Gestern", "2026-03-13")]
    [InlineData("*", "29.02.2026", null)]
    [InlineData("*", "32.01.2026", null)]
    [InlineData("*", "13/13/2026", null)]
    [InlineData("*", "2026", null)]
    [InlineData("*", "soon", null)]
    [InlineData("*", "31.12.2026.1", null)]
    [InlineData("*", "", null)]
    [InlineData("*", "0.0.0000", null)]
    public void A_day(string languages, string written, string? answer) =>
        AssertIn(languages, new DateField { Key = "x" }, written, answer, answer => answer.Value);

    [Theory]
    [InlineData("01.02.85", "1985-02-01")]
    [InlineData("01.02.12", "2012-02-01")]
    [InlineData("14.03.26", "2026-03-14")]
    [InlineData("15.03.2026", null)]
    [InlineData("15.3", "2025-03-15")]
    public void A_birthday_lies_in_the_past(string written, string? answer) =>
        AssertIn("uk", new DateField { Key = "x", Latest = "today" }, written, answer, answer => answer.Value);

    [Theory]
    [InlineData("en", "31 December 2026")]
    [InlineData("uk", "31 грудня 2026")]
    [InlineData("ru", "31 декабря 2026")]
    [InlineData("pl", "31 grudnia 2026")]
    [InlineData("de", "31. Dezember 2026")]
    public void A_day_is_shown_with_its_month_in_words(string language, string shown) =>
        Assert.Equal(shown, new DateField { Key = "x" }.Written(new Answer { Type = "date", Value = "2026-12-31" }, language, "en"));

    [Theory]
    [InlineData("Large", "l")]
    [InlineData("large", "l")]
    [InlineData(" LARGE. ", "l")]
    [InlineData("велика", "l")]
    [InlineData("2", "l")]
    [InlineData("2.", "l")]
    [InlineData("lar", "l")]
    [InlineData("Extra-large", "xl")]
    [InlineData("extra large", "xl")]
    [InlineData("👍 Small", "s")]
    [InlineData("small", "s")]
    [InlineData("la", null)]
    [InlineData("4", null)]
    [InlineData("0", null)]
    [InlineData("medium", null)]
    [InlineData("", null)]
    public void One_of_several(string written, string? option) => AssertInAll(Sizes(), written, option, answer => answer.Options?.Single());

    [Theory]
    [InlineData("medium", "medium")]
    [InlineData("lar", "lar")]
    [InlineData("", null)]
    public void One_of_several_or_in_own_words(string written, string? other) =>
        AssertInAll(Sizes() with { AllowsOther = true }, written, other, answer => answer.Value);

    [Theory]
    [InlineData("milk", "milk")]
    [InlineData("Milk, sugar", "milk sugar")]
    [InlineData("sugar; milk", "milk sugar")]
    [InlineData("milk\nice", "milk ice")]
    [InlineData("1, 3", "milk ice")]
    [InlineData("1 3", "milk ice")]
    [InlineData("milk, milk", "milk")]
    [InlineData("milk, rum", null)]
    [InlineData("milk, sugar, ice", null)]
    [InlineData("", null)]
    [InlineData("9", null)]
    public void One_or_two_of_several(string written, string? options) =>
        AssertInAll(Extras(), written, options, answer => string.Join(' ', answer.Options!));

    [Fact]
    public void Several_and_something_in_own_words()
    {
        var reading = Read(Extras() with { AllowsOther = true }, "milk, rum", "en");
        Assert.Equal(["milk"], reading.Answer!.Options!);
        Assert.Equal("rum", reading.Answer.Value);
        Assert.Equal("Milk, rum", Extras().Written(reading.Answer, "en", "en"));
    }

    [Theory]
    [InlineData("photo", null, 1_000_000L, true)]
    [InlineData("document", "image/png", 1_000_000L, true)]
    [InlineData("photo", null, 6_000_000L, false)]
    [InlineData("document", "application/pdf", 1000L, false)]
    [InlineData("voice", "audio/ogg", 1000L, false)]
    [InlineData("video", "video/mp4", 1000L, false)]
    public void A_picture_of_up_to_five_megabytes(string kind, string? type, long size, bool fits)
    {
        var media = new MessageMedia(kind)
        {
            ExternalId = "file",
            ContentType = type,
            SizeBytes = size,
        };
        foreach (var language in Languages.All)
        {
            var reading = ReadMedia(new PhotoField { Key = "x", MaxMegabytes = 5 }, media, language.Code);
            Assert.Equal(fits ? media : null, reading.Answer?.Media);
        }
    }

    [Fact]
    public void A_text_is_no_picture() => AssertInAll(new PhotoField { Key = "x" }, "a picture", null);

    [Theory]
    [InlineData("50.4501, 30.5234", "📍 50.4501, 30.5234")]
    [InlineData("50.4501 30.5234", "📍 50.4501, 30.5234")]
    [InlineData("-33.8568,151.2153", "📍 -33.8568, 151.2153")]
    [InlineData("https://www.google.com/maps/@50.4501,30.5234,15z", "📍 50.4501, 30.5234")]
    [InlineData("https://maps.google.com/?q=50.4501,30.5234", "📍 50.4501, 30.5234")]
    [InlineData("https://www.openstreetmap.org/?mlat=50.4501&mlon=30.5234#map=15/50/30", "📍 50.4501, 30.5234")]
    [InlineData("91.5, 30.5", null)]
    [InlineData("Kyiv", null)]
    [InlineData("", null)]
    public void A_place(string written, string? shown) =>
        AssertInAll(new LocationField { Key = "x" }, written, shown, answer => new LocationField { Key = "x" }.Written(answer, "uk", "en"));

    [Fact]
    public void A_shared_place_keeps_its_name_and_has_a_map()
    {
        var place = new MessageMedia("venue")
        {
            Latitude = 50.4501,
            Longitude = 30.5234,
            Title = "Opera",
            Address = "Volodymyrska 50",
        };
        var answer = ReadMedia(new LocationField { Key = "x" }, place, "en").Answer!;
        Assert.Equal("📍 Opera, Volodymyrska 50", new LocationField { Key = "x" }.Written(answer, "en", "en"));
        Assert.Equal("https://maps.google.com/?q=50.4501,30.5234", LocationField.MapLink(answer.Media));
    }

    [Fact]
    public void Media_are_no_answer_to_a_question_for_words() =>
        Assert.All(
            FieldTypes.All.Where(type => type.Key is not ("photo" or "location" or "phone")),
            type => Assert.Null(ReadMedia(type.CreateEmpty(), new MessageMedia("voice"), "en").Answer)
        );

    [Theory]
    [InlineData(ConditionOperator.Equals, "2", true)]
    [InlineData(ConditionOperator.Equals, "2.0", true)]
    [InlineData(ConditionOperator.NotEquals, "2", false)]
    [InlineData(ConditionOperator.Greater, "1.5", true)]
    [InlineData(ConditionOperator.Greater, "2", false)]
    [InlineData(ConditionOperator.Less, "10", true)]
    public void Numbers_are_compared_as_numbers(ConditionOperator how, string value, bool holds) =>
        Assert.Equal(holds, new NumberField { Key = "x" }.Holds(how, new Answer { Type = "number", Value = "2" }, value, default));

    [Theory]
    [InlineData(ConditionOperator.Greater, "today", true)]
    [InlineData(ConditionOperator.Less, "today+7", true)]
    [InlineData(ConditionOperator.Equals, "2026-03-15", true)]
    [InlineData(ConditionOperator.Less, "2026-03-15", false)]
    public void Days_are_compared_as_days(ConditionOperator how, string value, bool holds) =>
        Assert.Equal(
            holds,
            new DateField { Key = "x" }.Holds(how, new Answer { Type = "date", Value = "2026-03-15" }, value, new DateOnly(2026, 3, 14))
        );

    [Theory]
    [InlineData(ConditionOperator.Contains, "COFFEE", true)]
    [InlineData(ConditionOperator.NotContains, "tea", true)]
    [InlineData(ConditionOperator.Equals, "a coffee", true)]
    [InlineData(ConditionOperator.NotEquals, "A Coffee", false)]
    public void Texts_are_compared_without_regard_to_case(ConditionOperator how, string value, bool holds) =>
        Assert.Equal(holds, new TextField { Key = "x" }.Holds(how, new Answer { Type = "text", Value = "A coffee" }, value, default));

    private static SelectField Sizes() =>
        new()
        {
            Key = "x",
            Options =
            [
                SomeForm.Option("s", "👍 Small"),
                new FieldOption { Id = "l", Label = A.Text("Large", "Велика") },
                SomeForm.Option("xl", "Extra-large"),
            ],
        };

    private static MultiSelectField Extras() =>
        new()
        {
            Key = "x",
            Options = [SomeForm.Option("milk", "Milk"), SomeForm.Option("sugar", "Sugar"), SomeForm.Option("ice", "Ice")],
            MaxChoices = 2,
        };

    private static void AssertInAll(FormField field, string written, string? expected, Func<Answer, string?>? shown = null) =>
        AssertIn("*", field, written, expected, shown ?? (answer => answer.Value));

    private static void AssertIn(string languages, FormField field, string written, string? expected, Func<Answer, string?> shown)
    {
        foreach (var tag in languages == "*" ? Languages.All.Select(language => language.Code) : [languages])
        {
            var reading = Read(field, written, tag);
            Assert.Equal((tag, expected), (tag, reading.Answer is null ? null : shown(reading.Answer)));
            Assert.Equal(expected is null, reading.Problem.Length > 0);
        }
    }

    private static Reading Read(FormField field, string written, string tag)
    {
        var asked = Asked(field, tag);
        return asked.Question.Field.Read(asked, asked.Turn.Message with { Text = written });
    }

    private static Reading ReadMedia(FormField field, MessageMedia media, string tag)
    {
        var asked = Asked(field, tag);
        return asked.Question.Field.Read(asked, asked.Turn.Message with { Kind = IncomingKind.Media, Media = media });
    }

    private static AskedQuestion Asked(FormField field, string tag)
    {
        var chat = FormChat.Begun(SomeForm.With(field with { Question = A.Text("?") }), tag);
        var turn = chat.Turn(chat.Message(""));
        var form = turn.Bot.Form("order")!;
        return new AskedQuestion(turn, form, form.Fields[0], chat.Progress!);
    }
}
