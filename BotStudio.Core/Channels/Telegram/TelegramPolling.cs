using System.Collections.Concurrent;
using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Asks Telegram for the updates of bots that have no webhook. Of all processes one polls a bot: it is written in the bot's row, and counts as
/// long as that process lives (<see cref="WorkerRegistry"/>). An idle bot costs one open request.
/// </summary>
public sealed class TelegramPolling(
    NpgsqlDataSource database,
    CurrentWorker self,
    Notifications notifications,
    LiveConnections connections,
    IServiceProvider services,
    TimeProvider clock,
    ILogger<TelegramPolling> log
) : BackgroundService
{
    /// <summary>How soon the bots of a process that died are taken over, and the longest that a lost hint goes unnoticed.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Bots taken in one go: processes that start together share them.</summary>
    private const int LargestClaim = 100;

    private readonly ConcurrentDictionary<Guid, BotPoller> pollers = new();
    private readonly SemaphoreSlim hint = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = notifications.Subscribe(Notifications.Bots, Heard);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var mayBeMore = await LookAsync(stoppingToken);
                await WaitAsync(mayBeMore ? TimeSpan.FromMilliseconds(200) : LookEvery, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Below.
        }

        await Task.WhenAll(pollers.Values.Select(poller => poller.DisposeAsync().AsTask()));
        await LeaveAsync();
    }

    /// <summary>The bot's token or its way to receive may have changed: the poller looks again instead of waiting out its request.</summary>
    private void Heard(string payload)
    {
        if (Guid.TryParse(payload, out var botId) && pollers.TryGetValue(botId, out var poller))
        {
            // It hears the same hint, maybe later.
            connections.Forget(botId);
            poller.Interrupt();
        }

        try
        {
            hint.Release();
        }
        catch (SemaphoreFullException)
        {
            // It will look anyway.
        }
    }

    private async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        await hint.WaitAsync(either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        ct.ThrowIfCancellationRequested();
    }

    /// <returns>True when there may be more bots to take than were taken.</returns>
    private async Task<bool> LookAsync(CancellationToken ct)
    {
        try
        {
            var claimed = await ClaimAsync(ct);
            var ours = await OursAsync(ct);
            foreach (var (botId, poller) in pollers)
            {
                if ((!ours.Contains(botId) || poller.HasEnded) && pollers.TryRemove(botId, out _))
                {
                    await poller.DisposeAsync();
                }
            }

            foreach (var botId in ours)
            {
                pollers.GetOrAdd(botId, id => BotPoller.Start(services, id));
            }

            return claimed == LargestClaim;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("Cannot look for bots to poll: {Reason}", e.Message);
            return false;
        }
    }

    private async Task<int> ClaimAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update channel_connections set poll_owner = $1
            where id in (
                select id from channel_connections
                where channel = $2 and mode = $3 and poll_owner is distinct from $1
                    and not exists (select from workers where workers.id = poll_owner)
                limit $4
                for update skip locked)
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = self.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TelegramChannel.ChannelName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = nameof(ReceiveMode.Polling) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = LargestClaim });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<HashSet<Guid>> OursAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select bot_id from channel_connections where channel = $1 and mode = $2 and poll_owner = $3"
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TelegramChannel.ChannelName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = nameof(ReceiveMode.Polling) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = self.Id });

        var ours = new HashSet<Guid>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            ours.Add(rows.GetGuid(0));
        }

        return ours;
    }

    /// <summary>Other processes need not wait until this one counts as dead.</summary>
    private async Task LeaveAsync()
    {
        try
        {
            await using var command = database.CreateCommand("update channel_connections set poll_owner = null where poll_owner = $1");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = self.Id });
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            log.LogWarning("Cannot hand over the polled bots: {Reason}", e.Message);
        }
    }
}
