using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Channels.Telegram;

/// <summary>Core with a Bot API of its own, and no public address: bots are polled.</summary>
public class PolledTelegram : Acts
{
    public TelegramServer Telegram { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["Telegram:ApiBaseUrl"] = Telegram.Url.AbsoluteUri };

    public override async Task InitializeAsync()
    {
        Telegram = await TelegramServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Telegram.DisposeAsync();
    }
}

/// <summary>Core that Telegram can call; nobody listens there, which acts need not know.</summary>
public sealed class CalledTelegram : PolledTelegram
{
    public const string PublicUrl = "https://bots.example.com";

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(base.Settings) { ["PublicUrl"] = PublicUrl };
}

/// <summary>Base of tests of acts that talk to Telegram.</summary>
public abstract class TelegramActTest(PolledTelegram acts) : ActTest(acts)
{
    protected TelegramServer Telegram => acts.Telegram;

    protected Task<Bot> GivenBot() => GivenBot(A.Document());

    protected Task<Bot> GivenBot(BotDocument document) => Given(new Bot(AccountId, document, Clock.Now));

    protected Task<Outcome<ChannelIdentity>> ConnectAsync(Bot bot, string token) =>
        Run((ConnectTelegram act) => act.RunAsync(bot.Id, token, Ct));

    protected async Task<ChannelConnection?> ConnectionOf(Bot bot)
    {
        await using var db = OpenDatabase();
        return await db.ChannelConnections.AsNoTracking().SingleOrDefaultAsync(connection => connection.BotId == bot.Id);
    }

    /// <summary>Codes on the bot's card.</summary>
    protected async Task<string[]> ProblemsOf(Bot bot)
    {
        await using var db = OpenDatabase();
        return await db.BotProblems.Where(problem => problem.BotId == bot.Id).Select(problem => problem.Code).Order().ToArrayAsync();
    }
}
