using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support;

/// <summary>The real product between a Bot API that calls its webhooks and a model that answers, with a clock that a test can jump ahead.</summary>
public class LiveApp : App
{
    public const string AiKey = "sk-live-4f1c9d27";

    private readonly LiveApp? first;

    public LiveApp() { }

    private LiveApp(LiveApp first)
    {
        this.first = first;
        (Telegram, Ai, Door, Clock) = (first.Telegram, first.Ai, first.Door, first.Clock);
    }

    public TelegramServer Telegram { get; private set; } = null!;

    public AiServer Ai { get; private set; } = null!;

    /// <summary>The address that Telegram is told.</summary>
    public FrontDoor Door { get; private set; } = null!;

    public JumpingClock Clock { get; } = new();

    protected override string? SharedDatabase => first?.ConnectionString;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>
        {
            ["PublicUrl"] = Door.Url.AbsoluteUri,
            ["Telegram:ApiBaseUrl"] = Telegram.Url.AbsoluteUri,
            ["OpenAI:ApiKey"] = AiKey,
            ["OpenAI:BaseUrl"] = Ai.BaseUrl.AbsoluteUri,
        };

    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(Clock);

    /// <summary>Starts another process on the same database, in the same world; calls go to both in turn until it is disposed.</summary>
    public async Task<LiveApp> StartAnotherAsync()
    {
        var another = new LiveApp(this);
        await another.InitializeAsync();
        return another;
    }

    public override async Task InitializeAsync()
    {
        if (first is not null)
        {
            await base.InitializeAsync();
            Door.LeadTo(first.Address, Address);
            return;
        }

        Telegram = await TelegramServer.StartAsync();
        Ai = await AiServer.StartAsync();
        Door = await FrontDoor.OpenAsync();
        await base.InitializeAsync();
        Door.LeadTo(Address);
    }

    public override async Task DisposeAsync()
    {
        if (first is not null)
        {
            Door.LeadTo(first.Address);
            await base.DisposeAsync();
            return;
        }

        await base.DisposeAsync();
        await Door.DisposeAsync();
        await Ai.DisposeAsync();
        await Telegram.DisposeAsync();
    }

    /// <summary>Lets time go on quickly, but not while a call is being answered, until something is so.</summary>
    public Task LaterAsync(string what, Func<Task<bool>> isSo) =>
        LiveBot.UntilAsync(
            what,
            async () =>
            {
                if (await isSo())
                {
                    return true;
                }

                if (Ai.InFlight + Telegram.InFlight == 0)
                {
                    Clock.Jump(TimeSpan.FromMilliseconds(250));
                }

                return false;
            }
        );

    /// <summary>Runs an act in the world of an account.</summary>
    public async Task<TResult> RunAsync<TAct, TResult>(Guid accountId, Func<TAct, Task<TResult>> run)
        where TAct : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(accountId, null, Role.Owner);
        return await run(scope.ServiceProvider.GetRequiredService<TAct>());
    }

    /// <summary>The whole database, to look at what was left behind.</summary>
    public BotStudioDb OpenDatabase() => Services.GetRequiredService<PlatformDb>().Open();

    /// <summary>A bot of a new account that answers on Telegram with what the document says; with nothing, it is not published yet.</summary>
    public async Task<LiveBot> GivenBotAsync(BotDocument? document)
    {
        var account = new Account("Test", Clock.GetUtcNow());
        await using (var db = OpenDatabase())
        {
            db.Add(account);
            await db.SaveChangesAsync();
        }

        var id = (await RunAsync(account.Id, (CreateBot act) => act.RunAsync(document ?? A.Document(), default))).Value;
        var bot = new LiveBot(this, account.Id, id, Telegram.NewToken());
        if (document is not null)
        {
            await bot.PublishAsync();
        }

        return await bot.ConnectAsync(bot.Token);
    }
}
