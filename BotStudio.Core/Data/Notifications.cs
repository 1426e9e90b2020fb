using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Data;

/// <summary>
/// What processes tell each other through PostgreSQL's NOTIFY: a hint that something changed, never the change itself. Hints are lost while a
/// connection is down, so every listener also hears <see cref="Reconnected"/> and must be right without any hint.
/// </summary>
public sealed class Notifications(NpgsqlDataSource database, ILogger<Notifications> log) : BackgroundService
{
    /// <summary>Jobs became ready. Payload: empty.</summary>
    public const string Jobs = "botstudio_jobs";

    /// <summary>A bot's live version or connection changed. Payload: the bot's id.</summary>
    public const string Bots = "botstudio_bots";

    /// <summary>A draft was saved. Payload: the bot's id, a space, the draft's new revision.</summary>
    public const string Drafts = "botstudio_drafts";

    /// <summary>Something was said. Payload: ids of bots, separated by commas.</summary>
    public const string Conversations = "botstudio_conversations";

    /// <summary>An account's leads changed. Payload: the account's id.</summary>
    public const string Leads = "botstudio_leads";

    /// <summary>Keys for AI, budgets or models changed. Payload: the account's id; the empty id for the list of models.</summary>
    public const string Ai = "botstudio_ai";

    /// <summary>Contacts who do not want to wait for an answer any more. Payload: the lane of their messages, a space, and the id of the draft they saw, if any.</summary>
    public const string Stops = "botstudio_stops";

    /// <summary>Sessions of a user may have ended. Payload: the user's id.</summary>
    public const string Sessions = "botstudio_sessions";

    /// <summary>A member's bell has something new, or was read in another tab. Payload: the account's id, a space, the user's id.</summary>
    public const string Bell = "botstudio_bell";

    /// <summary>
    /// A run of test questions, or a replay, went on or came to its end. Payload: the bot's id, a space, the run's id; then a space and
    /// <c>stop</c> when it is to end.
    /// </summary>
    public const string Trials = "botstudio_trials";

    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);

    /// <summary>After this without a hint, the connection is tried out.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private const int AnswerWithinSeconds = 5;

    private readonly ConcurrentDictionary<(string Channel, Guid Subscription), Action<string>> subscribers = new();
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Hints may have been missed.</summary>
    public event Action? Reconnected;

    /// <summary>Done once the first connection listens.</summary>
    public Task Listening => listening.Task;

    /// <summary>Calls <paramref name="heard"/> on a pool thread for each hint, also for the process's own; it must not block or throw.</summary>
    public IDisposable Subscribe(string channel, Action<string> heard)
    {
        var key = (channel, Guid.CreateVersion7());
        subscribers[key] = heard;
        return new Subscription(() => subscribers.TryRemove(key, out _));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it is: without hints this process would answer with old versions for ever.
            catch (Exception e)
            {
                log.LogWarning("Lost the connection that listens for notifications: {Reason}", e.Message);
                await Task.Delay(ReconnectPause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) => Tell(notification.Channel, notification.Payload);
        await using (
            var listen = new NpgsqlCommand(
                $"listen {Jobs}; listen {Bots}; listen {Drafts}; listen {Conversations}; listen {Leads}; listen {Ai}; listen {Stops}; listen {Sessions}; listen {Bell}; listen {Trials}",
                connection
            )
        )
        {
            await listen.ExecuteNonQueryAsync(ct);
        }

        listening.TrySetResult();
        Reconnected?.Invoke();
        while (true)
        {
            if (!await connection.WaitAsync(LongestSilence, ct))
            {
                // A connection whose other end vanished is as quiet as one on which nothing happens.
                await using var ask = new NpgsqlCommand("select 1", connection) { CommandTimeout = AnswerWithinSeconds };
                await ask.ExecuteNonQueryAsync(ct);
            }
        }
    }

    private void Tell(string channel, string payload)
    {
        foreach (var ((subscribed, _), heard) in subscribers)
        {
            if (subscribed == channel)
            {
                heard(payload);
            }
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
