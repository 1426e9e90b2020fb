using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BotStudio.Tests.Conversations;

/// <summary>Acts with the connection that listens.</summary>
public sealed class ListeningActs : Acts
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var notifications = Services.GetRequiredService<Notifications>();
        await notifications.StartAsync(CancellationToken.None);
        await notifications.Listening.WaitAsync(TimeSpan.FromSeconds(10));
    }
}

public sealed class ConversationFeedTests(ListeningActs acts) : IClassFixture<ListeningActs>, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Guid bot = Guid.CreateVersion7();
    private readonly ConversationFeed feed = acts.Services.GetRequiredService<ConversationFeed>();
    private readonly CancellationTokenSource stop = new();

    public void Dispose() => stop.Dispose();

    [Fact]
    public async Task The_first_signal_comes_at_once_and_the_next_when_something_is_said()
    {
        await using var signals = feed.WatchAsync(bot, stop.Token).GetAsyncEnumerator();
        Assert.True(await signals.MoveNextAsync().AsTask().WaitAsync(Timeout));

        var next = signals.MoveNextAsync().AsTask();
        await TellAsync(Notifications.Conversations, $"{Guid.CreateVersion7()},{bot}");

        Assert.True(await next.WaitAsync(Timeout));
    }

    [Fact]
    public async Task A_change_of_the_bot_itself_is_a_signal_too()
    {
        await using var signals = feed.WatchAsync(bot, stop.Token).GetAsyncEnumerator();
        await signals.MoveNextAsync();

        var next = signals.MoveNextAsync().AsTask();
        await TellAsync(Notifications.Bots, bot.ToString());

        Assert.True(await next.WaitAsync(Timeout));
    }

    [Fact]
    public async Task What_is_said_to_other_bots_is_not_heard()
    {
        await using var signals = feed.WatchAsync(bot, stop.Token).GetAsyncEnumerator();
        await using var others = feed.WatchAsync(Guid.CreateVersion7(), stop.Token).GetAsyncEnumerator();
        await signals.MoveNextAsync();
        await others.MoveNextAsync();

        var next = signals.MoveNextAsync().AsTask();
        var othersNext = others.MoveNextAsync().AsTask();
        await TellAsync(Notifications.Conversations, bot.ToString());
        await next.WaitAsync(Timeout);

        Assert.False(othersNext.IsCompleted);
        await stop.CancelAsync();
        await othersNext.WaitAsync(Timeout);
    }

    [Fact]
    public async Task Many_hints_while_a_page_reads_are_one_signal()
    {
        await using var signals = feed.WatchAsync(bot, stop.Token).GetAsyncEnumerator();
        await signals.MoveNextAsync();
        for (var i = 0; i < 50; i++)
        {
            await TellAsync(Notifications.Conversations, bot.ToString());
        }

        Assert.True(await signals.MoveNextAsync().AsTask().WaitAsync(Timeout));

        // The pause is part of the next wait, so nothing more can come before the clock moves.
        var next = signals.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await next.WaitAsync(Timeout);
    }

    [Fact]
    public async Task After_a_lost_connection_everyone_reads_again()
    {
        await using var signals = feed.WatchAsync(bot, stop.Token).GetAsyncEnumerator();
        await signals.MoveNextAsync();

        var next = signals.MoveNextAsync().AsTask();
        await using (
            var command = acts
                .Services.GetRequiredService<NpgsqlDataSource>()
                .CreateCommand(
                    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()"
                )
        )
        {
            await command.ExecuteNonQueryAsync();
        }

        Assert.True(await next.WaitAsync(Timeout));
    }

    [Fact]
    public async Task Cancelling_ends_it_quietly()
    {
        await using var signals = feed.WatchAsync(bot, stop.Token).GetAsyncEnumerator();
        await signals.MoveNextAsync();
        var next = signals.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        Assert.False(await next.WaitAsync(Timeout));
    }

    private async Task TellAsync(string channel, string payload)
    {
        await using var command = acts
            .Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand($"select pg_notify('{channel}', '{payload}')");
        await command.ExecuteNonQueryAsync();
    }
}
