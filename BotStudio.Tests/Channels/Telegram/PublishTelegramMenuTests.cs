using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Commands;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class PublishTelegramMenuTests(CalledTelegram acts) : TelegramActTest(acts), IClassFixture<CalledTelegram>
{
    private string token = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        token = Telegram.NewToken();
    }

    [Fact]
    public async Task Every_language_of_the_bot_has_its_menu()
    {
        await GivenPublishedBot(
            Described("price", "Prices", "Ціни"),
            Described("hours", "Opening hours", null),
            A.TextCommand("secret", "not listed"),
            Described("old", "Old", "Старе") with
            {
                IsActive = false,
            }
        );

        await RunJobsAsync();

        (string, string)[] english = [("price", "Prices"), ("hours", "Opening hours")];
        Assert.Equal(["", "en", "uk"], Menus.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(english, Menus[""]);
        Assert.Equal(english, Menus["en"]);
        Assert.Equal([("price", "Ціни"), ("hours", "Opening hours")], Menus["uk"]);
    }

    [Fact]
    public async Task Only_lists_that_changed_are_sent()
    {
        var bot = await GivenPublishedBot(Described("price", "Prices", "Ціни"));
        await RunJobsAsync();
        var before = SetCalls;

        await PublishAsync(bot, document => document with { Commands = [Described("price", "Prices", "Ціна")] });
        await RunJobsAsync();

        Assert.Equal(before + 1, SetCalls);
        Assert.Equal([("price", "Ціна")], Menus["uk"]);
    }

    [Fact]
    public async Task A_language_that_is_gone_loses_its_menu()
    {
        var bot = await GivenPublishedBot(Described("price", "Prices", "Ціни"));
        await RunJobsAsync();

        await PublishAsync(bot, document => document with { Languages = ["en"] });
        await RunJobsAsync();

        Assert.Equal(["", "en"], Menus.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_menu_that_breaks_off_goes_on_where_it_was()
    {
        await GivenPublishedBot(Described("price", "Prices", "Ціни"));
        Telegram.Next("setMyCommands", TelegramFault.None, TelegramFault.RateLimited(9));

        await RunJobsAsync(atMost: 1);
        Assert.Single(Menus);
        await using (var db = OpenDatabase())
        {
            var job = await db.Jobs.OrderBy(job => job.Id).FirstAsync(job => job.AccountId == AccountId);
            Assert.Equal((JobState.Waiting, Clock.Now.AddSeconds(9), 0), (job.State, job.DueAt, job.Attempts));
        }

        var before = SetCalls;
        await RunJobsAsync();
        Assert.Equal((3, before + 2), (Menus.Count, SetCalls));
    }

    [Fact]
    public async Task A_menu_that_telegram_refuses_is_kept_for_the_owner_to_see()
    {
        await GivenPublishedBot(Described("price", "Prices", "Ціни"));
        Telegram.Next("setMyCommands", TelegramFault.Refused(400, "Bad Request: BOT_COMMAND_INVALID"));

        await RunJobsAsync(atMost: 1);

        await using var db = OpenDatabase();
        var job = await db.Jobs.OrderBy(job => job.Id).FirstAsync(job => job.AccountId == AccountId);
        Assert.Equal(JobState.Dead, job.State);
        Assert.Contains("BOT_COMMAND_INVALID", job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_is_shown_on_the_card()
    {
        var bot = await GivenPublishedBot(Described("price", "Prices", "Ціни"));
        Telegram.Revoke(token);

        await RunJobsAsync();

        Assert.Equal(["telegram.unauthorized"], await ProblemsOf(bot));
    }

    private IReadOnlyDictionary<string, IReadOnlyList<(string Command, string Description)>> Menus => Telegram.Bot(token).Commands;

    private int SetCalls => Telegram.CallsOf("setMyCommands").Count(call => call.Token == token);

    private static Command Described(string name, string english, string? ukrainian) =>
        A.TextCommand(name, "…") with
        {
            Description = A.Text(english, ukrainian),
        };

    private async Task<Bot> GivenPublishedBot(params Command[] commands)
    {
        var bot = await GivenBot(A.Document(commands));
        Assert.True((await Run((PublishBot act) => act.RunAsync(bot.Id, null, "", Ct))).Succeeded);
        Assert.True((await ConnectAsync(bot, token)).Succeeded);
        return bot;
    }

    private async Task PublishAsync(Bot bot, Func<BotDocument, BotDocument> change)
    {
        await using (var db = OpenDatabase())
        {
            var row = await db.Bots.SingleAsync(b => b.Id == bot.Id);
            row.SaveDraft(change(DocumentJson.Read(row.Draft)), row.DraftRevision, null, Clock.Now);
            await db.SaveChangesAsync();
        }

        Assert.True((await Run((PublishBot act) => act.RunAsync(bot.Id, null, "", Ct))).Succeeded);
    }

    /// <summary>The account's jobs of this kind, as a worker would run them.</summary>
    private async Task RunJobsAsync(int atMost = 10)
    {
        var handler = ActivatorUtilities.CreateInstance<PublishTelegramMenu>(Acts.Services);
        var worker = Acts.Services.GetRequiredService<CurrentWorker>();
        await using var db = OpenDatabase();
        var jobs = await db
            .Jobs.Where(job => job.AccountId == AccountId && job.Kind == handler.Kind)
            .OrderBy(job => job.Id)
            .Take(atMost)
            .ToListAsync();
        foreach (var job in jobs)
        {
            await db
                .Jobs.Where(row => row.Id == job.Id)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(row => row.State, JobState.Leased).SetProperty(row => row.LeaseOwner, worker.Id)
                );
            await handler.HandleAsync(
                [new ClaimedJob(job.Id, job.AccountId, job.SubjectId, job.Kind, job.Lane, job.Payload, job.Attempts, worker.Id)],
                Ct
            );
        }
    }
}
