using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BotStudio.Tests.Channels.Telegram;

/// <summary>The real product beside a Bot API of its own, with a public address that Telegram delivers to.</summary>
public class TelegramApp : App
{
    public TelegramServer Telegram { get; private set; } = null!;

    protected virtual string? PublicUrl => "https://bots.example.com";

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["Telegram:ApiBaseUrl"] = Telegram.Url.AbsoluteUri, ["PublicUrl"] = PublicUrl };

    public override async Task InitializeAsync()
    {
        Telegram = await TelegramServer.StartAsync();
        await base.InitializeAsync();
        Telegram.Gateway = Address;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Telegram.DisposeAsync();
    }

    /// <summary>A bot of a new account, published and connected.</summary>
    public async Task<Bot> GivenLiveBotAsync(BotDocument document, string token)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = Services.GetRequiredService<PlatformDb>().Open();
        var account = new Account("Test", now);
        var bot = new Bot(account.Id, document, now);
        db.AddRange(account, bot);
        await db.SaveChangesAsync();

        Assert.True((await RunAsync(bot, (PublishBot act) => act.RunAsync(bot.Id, null, "", default))).Succeeded);
        Assert.True((await RunAsync(bot, (ConnectTelegram act) => act.RunAsync(bot.Id, token, default))).Succeeded);
        return bot;
    }

    /// <summary>Runs an act in the world of the bot's account.</summary>
    public async Task<TResult> RunAsync<TAct, TResult>(Bot bot, Func<TAct, Task<TResult>> run)
        where TAct : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(bot.AccountId, null, Role.Owner);
        return await run(scope.ServiceProvider.GetRequiredService<TAct>());
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Ends when the question is answered with true.</summary>
    public async Task UntilAsync(string sql)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await AskAsync<bool>(sql))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}

/// <summary>The same without a public address: bots are polled.</summary>
public sealed class PollingApp : TelegramApp
{
    protected override string? PublicUrl => null;
}
