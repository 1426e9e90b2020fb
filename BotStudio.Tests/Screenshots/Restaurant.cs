using System.Globalization;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Localization;
using BotStudio.Core.Tools;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Screenshots;

/// <summary>A restaurant's account in use: its bot, guests who have written for days, leads, a team, tests. For pictures, and for looking at every page.</summary>
internal sealed class Restaurant(LiveApp app)
{
    public const string Slug = "trattoria-uno";

    private static readonly TimeSpan BetweenGuests = TimeSpan.FromHours(21);

    /// <summary>By how much the app's clock has to be behind, so that the last of all guests comes now.</summary>
    public static readonly TimeSpan Past = (Guests.All.Count - 1) * BetweenGuests;

    private const string Name = "Trattoria Uno";

    private long nextContact = 279_058_390;

    public LiveBot Bot { get; private set; } = null!;

    public Guid AccountId { get; private set; }

    public Guid OwnerId { get; private set; }

    /// <summary>What a guest of the page's language asked last.</summary>
    public string Question { get; private set; } = "";

    /// <summary>Puts a bot of this owner live that guests of this language have written to.</summary>
    public async Task OpenAsync(string ownerEmail, string language)
    {
        await FoundAsync(ownerEmail, language);
        Question = Guests.Who(language).First().Talk.Vegan.Ask;
        foreach (var guest in Guests.Who(language))
        {
            await WriteAsync(guest, "/start", "/menu", Question);
        }
    }

    /// <summary>The same with guests of every language, who have come over two weeks, and with all that a team makes of it.</summary>
    public async Task OpenInFullAsync(string ownerEmail, string language)
    {
        await FoundAsync(ownerEmail, language);
        foreach (var (number, guest) in Guests.All.Index())
        {
            app.Clock.Jump(number == 0 ? TimeSpan.Zero : BetweenGuests);
            var lines = guest.Talk.Lines.Take(1 + number % 3).Select(line => line.Ask);
            await WriteAsync(guest, ["/start", .. lines, .. number % 2 == 0 ? Booking(guest, number) : []]);
        }

        await CelebrateAsync();
        await DoAsync(
            (CreateBot act) => act.RunAsync(BotTemplates.Find("event")!.Create("Wine evenings", language, ["en", "de"]), default)
        );
        Question = Guests.All[^1].Talk.Vegan.Ask;
        await new RestaurantTeam(app, this).WorkAsync();
        await ProveAsync();
    }

    /// <summary>Makes the owner an admin of the platform, whose pages are then in reach as well.</summary>
    public async Task BecomeAdminAsync()
    {
        await using var db = app.OpenDatabase();
        await db.Users.Where(user => user.Id == OwnerId).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsPlatformAdmin, true));
    }

    /// <summary>Runs an act as the owner.</summary>
    public async Task<TResult> DoAsync<TAct, TResult>(Func<TAct, Task<TResult>> run)
        where TAct : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(AccountId, OwnerId, Role.Owner);
        return await run(scope.ServiceProvider.GetRequiredService<TAct>());
    }

    private async Task FoundAsync(string ownerEmail, string language)
    {
        await using (var db = app.OpenDatabase())
        {
            var owner = await db.Users.SingleAsync(user => user.Email == ownerEmail);
            (owner.DisplayName, owner.EmailConfirmed) = ("Giulia Bianchi", true);
            OwnerId = owner.Id;
            AccountId = await db.Memberships.Where(member => member.UserId == owner.Id).Select(member => member.AccountId).SingleAsync();
            await db.SaveChangesAsync();
            await db
                .Accounts.Where(account => account.Id == AccountId)
                .ExecuteUpdateAsync(set => set.SetProperty(account => account.Name, Name));
        }

        app.Ai.ForgetReplies();
        app.Ai.Always = AiReply.Of(request => Guests.AnswerTo(request.LastUserText));
        var document = BotTemplates.Find("restaurant")!.Create(Name, language, Languages.All.Select(each => each.Code));
        document = document with { Prompt = document.Prompt with { Tools = Tools } };
        var id = (await DoAsync((CreateBot act) => act.RunAsync(document, default))).Value;
        Bot = new LiveBot(app, AccountId, id, app.Telegram.NewToken());
        (Bot.Telegram.Name, Bot.Telegram.Username) = (Name, "trattoria_uno_bot");
        Assert.True((await DoAsync((PublishBot act) => act.RunAsync(id, null, "", default))).Succeeded);
        Assert.True((await DoAsync((ConnectTelegram act) => act.RunAsync(id, Bot.Token, default))).Succeeded);
    }

    private static ToolSettings Tools =>
        new()
        {
            BuiltIn = new[] { "ask_human", "register_lead" }.ToDictionary(name => name, _ => new BuiltInUse()),
            Own =
            [
                new HttpTool
                {
                    Id = "free-tables",
                    Name = "free_tables",
                    Description = "Tells which tables are free on a day.",
                    Method = HttpToolMethod.Get,
                    Url = "https://book.trattoria-uno.example/free?day={{day}}&guests={{guests}}",
                    Parameters =
                    [
                        new ToolParameter
                        {
                            Id = "day",
                            Name = "day",
                            Description = "The day, as 2026-12-24.",
                            IsRequired = true,
                        },
                        new ToolParameter
                        {
                            Id = "guests",
                            Name = "guests",
                            Type = ToolParameterType.Integer,
                            Description = "How many people come.",
                        },
                    ],
                },
            ],
        };

    /// <summary>All that the form asks, and at last the button that sends it off.</summary>
    private string[] Booking(Guest guest, int number) =>
        [
            "/table",
            app.Clock.GetUtcNow().AddDays(3 + number % 5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            number % 3 == 0 ? "18:00" : "19:00",
            (2 + number % 4).ToString(CultureInfo.InvariantCulture),
            guest.Talk.Wish,
            guest.FirstName,
            string.Create(CultureInfo.InvariantCulture, $"+4915123456{78 - number}"),
            "✅",
        ];

    /// <summary>As if the owner had just typed the password again: what is behind that is to be seen as well.</summary>
    private async Task ProveAsync()
    {
        var now = app.Clock.GetUtcNow();
        await using var db = app.OpenDatabase();
        await db.Sessions.Where(each => each.UserId == OwnerId).ExecuteUpdateAsync(set => set.SetProperty(each => each.ProvedAt, now));
    }

    /// <summary>AI takes a lead down, and later sees that a person is needed; both are told to the team.</summary>
    private async Task CelebrateAsync()
    {
        app.Ai.Next(
            AiReply.CallTool(
                "register_lead",
                """{"need":"Anniversary for 40 people in spring, live music.","name":"Nora","budget":"4,000 €"}"""
            ),
            AiReply.Text("What a lovely reason to celebrate! I have passed it on, and we will get back to you today. 🎉")
        );
        await WriteAsync(Guests.Nora, "/start", "We would like to celebrate our anniversary with 40 people.");
        app.Ai.Next(
            AiReply.CallTool("ask_human", """{"reason":"nut allergy"}"""),
            AiReply.Text("I would rather have a colleague confirm that. One moment, please.")
        );
        await WriteAsync(Guests.Liam, "/start", "My daughter has a severe nut allergy. Is the tiramisu safe?");
    }

    private async Task WriteAsync(Guest guest, params string[] messages)
    {
        var contact = Bot.Contact(nextContact++, guest.FirstName, guest.Language);
        SentMessage? heard = null;
        foreach (var message in messages)
        {
            if (message == "✅")
            {
                contact.Taps(heard!.Buttons[0][0].Text);
            }
            else
            {
                contact.Says(message);
            }

            heard = await contact.HearsAsync();
            await Bot.SettledAsync();
            while (contact.HasNews)
            {
                heard = await contact.HearsAsync();
            }
        }
    }
}
