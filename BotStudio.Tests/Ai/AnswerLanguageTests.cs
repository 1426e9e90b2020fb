using System.Text.RegularExpressions;
using BotStudio.Core.Bots;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Ai;

/// <summary>
/// A set of questions over the languages of the product. The model does as it is told: it answers in the language that its instructions name, and
/// in another one only when the contact writes in it. What arrives in the chat is checked by what owners check their answers with.
/// </summary>
public sealed partial class AnswerLanguageTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private static readonly Dictionary<string, string> Answers = new()
    {
        ["English"] = "Yes, we are open on Sundays from 9 to 18. Would you like to book a table?",
        ["Ukrainian"] = "Так, ми працюємо в неділю з 9 до 18. Бажаєте забронювати столик?",
        ["Russian"] = "Да, мы работаем в воскресенье с 9 до 18. Хотите забронировать столик?",
        ["Polish"] = "Tak, w niedzielę jest otwarte od 9 do 18. Czy chcesz zarezerwować stolik?",
        ["German"] = "Ja, wir haben sonntags von 9 bis 18 Uhr geöffnet. Möchten Sie einen Tisch reservieren?",
    };

    private LiveBot bot = null!;

    public async Task InitializeAsync()
    {
        app.Ai.Always = AiReply.Of(request => Answers[Told().Match(request.Messages[0].Text).Groups["language"].Value]);
        var document = A.Document().WithPrompt("You answer for a coffee shop. Be short.");
        bot = await app.GivenBotAsync(document with { Languages = [.. Languages.All.Select(language => language.Code)] });
    }

    public Task DisposeAsync()
    {
        app.Ai.Always = AiReply.Echo;
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("en", "Are you open on Sundays?", "en")]
    [InlineData("uk", "Ви працюєте в неділю?", "uk")]
    [InlineData("ru", "Вы работаете в воскресенье?", "ru")]
    [InlineData("pl", "Czy w niedzielę jest otwarte?", "pl")]
    [InlineData("de", "Haben Sie sonntags geöffnet?", "de")]
    [InlineData("de-AT", "OK?", "de")]
    [InlineData("pt-BR", "OK?", "en")]
    public async Task A_contact_is_answered_in_their_language(string phone, string question, string expected)
    {
        var contact = bot.Contact(contactId: 1000 + phone.Sum(letter => letter), language: phone);
        contact.Says(question);

        var answer = await contact.HearsAsync();

        Assert.Equal(expected, GuessLanguage.Of(answer.Text));
    }

    [Fact]
    public async Task Whoever_chooses_a_language_is_answered_in_it_whatever_their_phone_speaks()
    {
        var contact = bot.Contact(contactId: 77, language: "en");
        contact.Says("/language");
        await contact.HearsAsync();
        contact.Taps("Polski");
        await contact.HearsAsync();
        contact.Says("OK?");

        Assert.Equal("pl", GuessLanguage.Of((await contact.HearsAsync()).Text));
        Assert.Contains("unless the contact writes in another language", app.Ai.Requests[^1].Messages[0].Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Answer in (?<language>\w+), unless", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Told();
}
