using System.Net;
using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Data;

/// <summary>The database goes away and comes back.</summary>
public sealed class OutageTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Postgres.AcceptConnectionsAsync(app.ConnectionString);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_done_twice()
    {
        var bot = await app.GivenBotAsync(A.Document(A.TextCommand("ping", "pong {{command.args}}")).WithPrompt());
        var (anna, boris, clara) = (bot.Contact(1, "Anna"), bot.Contact(2, "Boris"), bot.Contact(3, "Clara"));
        var worker = app.Services.GetRequiredService<CurrentWorker>().Id;
        var (answer, arrival) = (new TaskCompletionSource(), new TaskCompletionSource());

        // Anna waits for the model, and Boris has his answer, which only we do not know yet.
        app.Ai.Next(AiReply.Echo.After(answer.Task));
        anna.Says("think");
        await app.Ai.RequestAsync();
        anna.Says("/ping afterwards");
        app.Telegram.Next("sendMessage", TelegramFault.Held(arrival.Task));
        boris.Says("/ping boris");
        Assert.Equal("pong boris", (await boris.HearsAsync()).Text);
        boris.Says("/ping once more");
        await bot.Telegram.Updates.EmptyAsync();

        await Postgres.RefuseConnectionsAsync(app.ConnectionString);
        answer.SetResult();
        arrival.SetResult();
        clara.Says("/ping clara");
        await LiveBot.UntilAsync("an update is refused", () => Task.FromResult(bot.Telegram.Updates.Deliveries.Any(d => d.Status == 503)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync());
        Assert.Single(bot.Telegram.Sent);

        await Postgres.AcceptConnectionsAsync(app.ConnectionString);
        Assert.Equal(["Echo: think", "pong afterwards"], [(await anna.HearsAsync()).Text, (await anna.HearsAsync()).Text]);
        Assert.Equal("pong once more", (await boris.HearsAsync()).Text);
        Assert.Equal("pong clara", (await clara.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(5, bot.Telegram.Sent.Count);
        Assert.Single(app.Ai.Requests);
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
        Assert.All(
            (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.Out),
            m => Assert.Equal(MessageStatus.Sent, m.Status)
        );
        Assert.Equal(worker, app.Services.GetRequiredService<CurrentWorker>().Id);
        await LiveBot.UntilAsync("the process is ready again", async () => await ReadyAsync() == HttpStatusCode.OK);

        // Hints are heard again, too.
        await bot.PublishAsync(A.Document() with { Welcome = A.Text("New shop!") });
        anna.Says("/start");
        Assert.Equal("New shop!", (await anna.HearsAsync()).Text);
    }

    private async Task<HttpStatusCode> ReadyAsync()
    {
        using var visitor = app.NewVisitor();
        using var answer = await visitor.GetAsync("/health/ready");
        return answer.StatusCode;
    }
}
