using BotStudio.Core.Bots;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Asks for one bot's updates, again and again. Telegram is told that it may forget them only after they are stored; what it hands out twice
/// is recognised by its number.
/// </summary>
internal sealed class BotPoller(
    Guid botId,
    TelegramApi api,
    LiveConnections connections,
    AcceptUpdate accept,
    QueueDepth queue,
    BotProblems problems,
    TimeProvider clock,
    ILogger<BotPoller> log
) : IAsyncDisposable
{
    private const int LargestBatch = 100;

    /// <summary>A process that takes over from another interrupts its last request once; only more than that is somebody else.</summary>
    private const int ConflictsOfATakeover = 2;

    /// <summary>Half a minute of them.</summary>
    private const int TroublesBeforeReport = 7;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HopelessPause = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource stop = new();
    private CancellationTokenSource wait = new();
    private Task running = Task.CompletedTask;
    private int troubles;
    private bool isWell;

    /// <summary>True when the bot is not to be polled any more.</summary>
    public bool HasEnded => running.IsCompleted;

    public static BotPoller Start(IServiceProvider services, Guid botId)
    {
        var poller = ActivatorUtilities.CreateInstance<BotPoller>(services, botId);
        poller.running = Task.Run(poller.RunAsync);
        return poller;
    }

    /// <summary>Ends the wait that is under way; the next one begins with what is known then.</summary>
    public void Interrupt()
    {
        try
        {
            wait.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Between two waits: the next is about to begin.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        (string BotId, long Next)? unconfirmed = null;
        while (!stop.IsCancellationRequested)
        {
            wait = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            try
            {
                if (await connections.FindAsync(botId, TelegramChannel.ChannelName, wait.Token) is not { } connection)
                {
                    return;
                }

                if (queue.IsOverLimit)
                {
                    await PauseAsync(QueueDepth.ComeBackAfter);
                    continue;
                }

                // Only the first call after a batch names a number. Numbers begin anew, and lower, after a quiet week: with an old one,
                // those updates would count as received.
                long? offset = unconfirmed?.BotId == connection.ExternalId ? unconfirmed.Value.Next : null;
                var seconds = (int)TelegramApi.LongestPoll.TotalSeconds;
                var answer = await api.GetUpdatesAsync(
                    connection.Secret,
                    new GetUpdates(offset, LargestBatch, seconds, TelegramUpdate.Kinds),
                    wait.Token
                );
                if (answer.Value is not { } updates)
                {
                    await TakeTroubleAsync(connection, answer.Failure!);
                    continue;
                }

                await BeWellAsync(connection);
                await Task.WhenAll(updates.Select(update => accept.RunAsync(connection, update.Body)));
                unconfirmed = updates.Count > 0 ? (connection.ExternalId, updates[^1].UpdateId + 1) : null;
            }
            catch (OperationCanceledException) when (wait.IsCancellationRequested)
            {
                // Stopped, or something changed: look again.
            }
            // Whatever it is: a bot that nobody polls would be dead without a word.
            catch (Exception e)
            {
                log.LogWarning("Cannot take in the updates of bot {BotId}: {Reason}", botId, e.Message);
                await PauseAsync(PauseAfter(++troubles));
            }
            finally
            {
                wait.Dispose();
            }
        }
    }

    private async Task BeWellAsync(LiveConnection connection)
    {
        troubles = 0;
        if (!isWell)
        {
            isWell = true;
            await problems.ClearAsync(connection.BotId, TelegramChannel.ChannelName, stop.Token);
        }
    }

    private async Task TakeTroubleAsync(LiveConnection connection, TelegramFailure failure)
    {
        troubles++;
        isWell = false;
        switch (failure)
        {
            case TelegramFailure.Unauthorized:
                await ReportAsync(connection, TelegramProblems.Unauthorized, null);
                await PauseAsync(HopelessPause);
                break;

            case TelegramFailure.Conflict { HasWebhook: true } when troubles > 1:
                await ReportAsync(connection, TelegramProblems.WebhookTaken, await WebhookHostAsync(connection));
                await PauseAsync(LongestPause);
                break;

            case TelegramFailure.Conflict { HasWebhook: false } when troubles > ConflictsOfATakeover:
                await ReportAsync(connection, TelegramProblems.OtherPoller, null);
                await PauseAsync(LongestPause);
                break;

            case TelegramFailure.RateLimited limited:
                await PauseAsync(limited.After);
                break;

            case TelegramFailure.Unreachable when troubles >= TroublesBeforeReport:
                await ReportAsync(connection, TelegramProblems.Unreachable, null);
                await PauseAsync(PauseAfter(troubles));
                break;

            default:
                log.LogInformation("Asking for the updates of bot {BotId} brought {Failure}", botId, failure);
                await PauseAsync(PauseAfter(troubles));
                break;
        }
    }

    private async Task<string> WebhookHostAsync(LiveConnection connection)
    {
        var info = await api.GetWebhookInfoAsync(connection.Secret, wait.Token);
        return TelegramReception.HostOf(info.Value?.Url);
    }

    private Task ReportAsync(LiveConnection connection, string code, string? detail) =>
        problems.ReportAsync(connection.AccountId, connection.BotId, code, detail, stop.Token);

    private static TimeSpan PauseAfter(int troubles)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(troubles, 10) - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Over at once when something changes.</summary>
    private Task PauseAsync(TimeSpan time) => Task.Delay(time, clock, wait.Token).ContinueWith(_ => { }, TaskScheduler.Default);
}
