using System.Net;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Support;

/// <summary>A bot that runs: what Telegram knows of it, and what the product has written down.</summary>
public sealed class LiveBot(LiveApp app, Guid accountId, Guid id, string token)
{
    private static readonly HttpClient Http = new();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(15);

    public Guid AccountId => accountId;

    public Guid Id => id;

    public string Token => token;

    public TelegramBotAccount Telegram => app.Telegram.Bot(token);

    public TelegramContact Contact(long contactId = 279058397, string firstName = "Anna", string? language = "en") =>
        app.Telegram.Contact(token, contactId, firstName, language);

    public TelegramContact MemberOf(long groupId, long contactId = 279058397, string firstName = "Anna") =>
        app.Telegram.MemberOf(token, groupId, contactId, firstName);

    /// <summary>Runs an act as the bot's owner.</summary>
    public Task<TResult> RunAsync<TAct, TResult>(Func<TAct, Task<TResult>> run)
        where TAct : notnull => app.RunAsync(accountId, run);

    /// <summary>Puts the draft live, or another document in its place.</summary>
    public async Task PublishAsync(BotDocument? document = null)
    {
        if (document is not null)
        {
            var draft = await RunAsync((OpenDraft act) => act.RunAsync(id, default));
            var saved = await RunAsync((SaveDraft act) => act.RunAsync(id, document, draft.Value!.Revision, default));
            Assert.True(saved.Succeeded, saved.Problem?.Code);
        }

        var published = await RunAsync((PublishBot act) => act.RunAsync(id, null, "", default));
        Assert.True(published.Succeeded, published.Problem?.Code);
    }

    /// <summary>Gives the bot a token, in place of the one it may have.</summary>
    public async Task<LiveBot> ConnectAsync(string newToken)
    {
        var connected = await RunAsync((ConnectTelegram act) => act.RunAsync(id, newToken, default));
        Assert.True(connected.Succeeded, connected.Problem?.Code);
        return new LiveBot(app, accountId, id, newToken);
    }

    /// <summary>In the order of the conversations.</summary>
    public Task<List<Message>> MessagesAsync() => ReadAsync(db => db.Messages.Where(m => m.BotId == id).OrderBy(m => m.Id));

    public Task<List<Message>> MessagesAsync(long chatId) =>
        ReadAsync(db =>
            db.Messages.Where(m => db.Conversations.Any(c => c.Id == m.ConversationId && c.BotId == id && c.ChatId == $"{chatId}"))
                .OrderBy(m => m.Id)
        );

    public Task<List<Conversation>> ConversationsAsync() =>
        ReadAsync(db => db.Conversations.Where(c => c.BotId == id).OrderBy(c => c.CreatedAt));

    public Task<List<Contact>> ContactsAsync() => ReadAsync(db => db.Contacts.Where(c => c.BotId == id).OrderBy(c => c.CreatedAt));

    /// <summary>Codes on the bot's card.</summary>
    public Task<List<string>> ProblemsAsync() =>
        ReadAsync(db => db.BotProblems.Where(p => p.BotId == id).Select(p => p.Code).OrderBy(code => code));

    public Task<List<Job>> JobsAsync(JobState state) =>
        ReadAsync(db => db.Jobs.Where(j => j.SubjectId == id && j.State == state).OrderBy(j => j.Id));

    /// <summary>Delivers an update to the webhook as Telegram does, once.</summary>
    public async Task<HttpStatusCode> PostAsync(byte[] update)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Door.Url, $"/telegram/{id}"));
        request.Content = new ByteArrayContent(update);
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", Telegram.Updates.Secret);
        using var response = await Http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Done when all work for the bot is finished or given up.</summary>
    public Task IdleAsync() => UntilAsync("all work for the bot is done", IsIdleAsync);

    /// <remarks>What is planned for when a person has been silent for long is no work of now.</remarks>
    public async Task<bool> IsIdleAsync() =>
        await ReadAsync(db => db.Jobs.Where(j => j.SubjectId == id && j.State != JobState.Dead && j.Kind != "conversations.resume")) is [];

    /// <summary>Done when what Telegram has for the bot is handed over and all work for it is finished or given up.</summary>
    public async Task QuietAsync()
    {
        await Telegram.Updates.EmptyAsync();
        await IdleAsync();
    }

    /// <summary>Nothing is under way or about to be; what waits for its time may go on waiting.</summary>
    public async Task SettledAsync()
    {
        await Telegram.Updates.EmptyAsync();
        await UntilAsync(
            "nothing is under way for the bot",
            async () => (await JobsAsync(JobState.Ready)).Count + (await JobsAsync(JobState.Leased)).Count == 0
        );
    }

    /// <summary>The same for work that pauses: time goes on quickly meanwhile.</summary>
    public async Task QuietLaterAsync()
    {
        await Telegram.Updates.EmptyAsync();
        await app.LaterAsync("all work for the bot is done", IsIdleAsync);
    }

    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(LookAgainAfter);
        while (!await isSo())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException silence)
            {
                throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}.", silence);
            }
        }
    }

    private async Task<List<TRow>> ReadAsync<TRow>(Func<Core.Data.BotStudioDb, IQueryable<TRow>> query)
    {
        await using var db = app.OpenDatabase();
        return await query(db).ToListAsync();
    }
}
