using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace BotStudio.Tests.Screenshots;

/// <summary>A restaurant's bot with guests who write, for pictures that show a product in use.</summary>
internal sealed class Restaurant(LiveApp app)
{
    private const string Name = "Trattoria Uno";

    private static readonly Dictionary<string, Words> InLanguages = new()
    {
        ["en"] = new(
            "Do you have something vegan?",
            "Yes! The tomato bruschetta and the penne all’arrabbiata are vegan. 🌱",
            ["Anna", "James", "Olena"]
        ),
        ["uk"] = new("А є щось веганське?", "Так! Брускета з томатами й пене арабіата – веганські. 🌱", ["Оксана", "Тарас", "Марія"]),
        ["ru"] = new(
            "А есть что-нибудь веганское?",
            "Да! Брускетта с томатами и пенне арабьята – веганские. 🌱",
            ["Анна", "Михаил", "Ольга"]
        ),
        ["pl"] = new(
            "Macie coś wegańskiego?",
            "Tak! Bruschetta z pomidorami i penne all’arrabbiata są wegańskie. 🌱",
            ["Anna", "Piotr", "Zofia"]
        ),
        ["de"] = new(
            "Habt ihr etwas Veganes?",
            "Ja! Die Tomaten-Bruschetta und die Penne all’arrabbiata sind vegan. 🌱",
            ["Anna", "Jonas", "Lena"]
        ),
    };

    public string Question { get; private set; } = "";

    public LiveBot Bot { get; private set; } = null!;

    /// <summary>Signs the browser's owner up in the language of the page, and lets guests write to their bot.</summary>
    public async Task OpenAsync(IPage page, string language)
    {
        var email = await page.SignUpAsync();
        Guid accountId;
        await using (var db = app.OpenDatabase())
        {
            accountId = await db
                .Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == email))
                .Select(m => m.AccountId)
                .SingleAsync();
        }

        var words = InLanguages[language];
        Question = words.Question;
        app.Ai.ForgetReplies();
        app.Ai.Next([.. Enumerable.Repeat(AiReply.Text(words.Answer), 6)]);
        var document = BotTemplates.Find("restaurant")!.Create(Name, language, Languages.All.Select(each => each.Code));
        var id = (await app.RunAsync(accountId, (CreateBot act) => act.RunAsync(document, default))).Value;
        Bot = new LiveBot(app, accountId, id, app.Telegram.NewToken());
        await Bot.PublishAsync();
        await Bot.ConnectAsync(Bot.Token);
        await WriteAsync(words, language);
    }

    private async Task WriteAsync(Words words, string language)
    {
        var number = 279058390;
        foreach (var guest in words.Guests)
        {
            var contact = Bot.Contact(number++, guest, language);
            foreach (var text in new[] { "/start", "/menu", words.Question })
            {
                contact.Says(text);
                await contact.HearsAsync();
            }
        }

        await Bot.QuietAsync();
    }

    private sealed record Words(string Question, string Answer, string[] Guests);
}
