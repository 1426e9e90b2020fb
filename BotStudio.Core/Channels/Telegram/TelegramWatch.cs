using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Looks after connected bots, so that none dies silently: asks Telegram every few minutes who the bot is and whether its updates still come
/// here, and says on its card what is wrong. What is nobody else's business it repairs by itself: a webhook that is gone, or that names an
/// earlier address of ours. An address of somebody else is left to the owner.
/// </summary>
public sealed class TelegramWatch(
    NpgsqlDataSource database,
    PlatformDb platformDb,
    TelegramApi api,
    TelegramReception reception,
    SecretText secrets,
    BotProblems problems,
    TimeProvider clock,
    ILogger<TelegramWatch> log
) : BackgroundService
{
    private const int LargestRound = 100;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(10);

    /// <summary>For connections that are not as this installation is configured, after a try that failed.</summary>
    private static readonly TimeSpan MoveAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>Telegram tries a failed delivery again at least every two minutes: an older error is over.</summary>
    private static readonly TimeSpan ErrorIsNews = TimeSpan.FromMinutes(3);

    /// <summary>How Telegram words our answer to a secret that is not the one we remember: a new one puts that right.</summary>
    private const string WrongSecret = "401 Unauthorized";

    /// <summary>Checks the connections whose turn has come; any process may, each is checked by one.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        var due = await TakeDueAsync(ct);
        await Task.WhenAll(due.Select(id => CheckOrLogAsync(id, ct)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("Cannot look after the Telegram connections: {Reason}", e.Message);
            }
        }
    }

    // One connection that cannot be checked, such as one whose token cannot be opened any more, must not keep the others from it.
    private async Task CheckOrLogAsync(Guid connectionId, CancellationToken ct)
    {
        try
        {
            await CheckAsync(connectionId, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("Cannot look after connection {ConnectionId}: {Reason}", connectionId, e.Message);
        }
    }

    private async Task<List<Guid>> TakeDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var expected = reception.UrlOf(Guid.Empty)?.Replace(Guid.Empty.ToString(), "", StringComparison.Ordinal);
        await using var command = database.CreateCommand(
            """
            update channel_connections set checked_at = $1
            where id in (
                select id from channel_connections
                where channel = $2 and (
                    checked_at is null or checked_at < $3
                    or (checked_at < $4 and webhook_url is distinct from $5 || bot_id::text))
                order by checked_at nulls first
                limit $6
                for update skip locked)
            returning id
            """
        );
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TelegramChannel.ChannelName });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - CheckEvery });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - MoveAgainAfter });
        command.Parameters.Add(
            new NpgsqlParameter { Value = (object?)expected ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text }
        );
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = LargestRound });

        var due = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            due.Add(rows.GetGuid(0));
        }

        return due;
    }

    private async Task CheckAsync(Guid connectionId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var connection = await db.ChannelConnections.SingleOrDefaultAsync(c => c.Id == connectionId, ct);
        if (connection is null)
        {
            return;
        }

        var token = secrets.Open(connection.SealedSecret);
        var me = await api.GetMeAsync(token, ct);
        if (me.Value is not { } bot)
        {
            await ReportAsync(connection, me.Failure!, ct);
            return;
        }

        await problems.ClearAsync(connection.BotId, TelegramProblems.Unauthorized, ct);
        await problems.ClearAsync(connection.BotId, TelegramProblems.Unreachable, ct);
        connection.Recognise(bot.AsIdentity());
        if (connection.WebhookUrl != reception.UrlOf(connection.BotId))
        {
            await BeginAgainAsync(connection, token, ct);
        }
        else if (connection.Mode == ReceiveMode.Webhook)
        {
            await CheckWebhookAsync(connection, token, ct);
        }

        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveChangesAsync(CancellationToken.None);
            await db.Database.ExecuteSqlAsync(
                $"select pg_notify({Notifications.Bots}, {connection.BotId.ToString()})",
                CancellationToken.None
            );
        }
    }

    private async Task CheckWebhookAsync(ChannelConnection connection, string token, CancellationToken ct)
    {
        var answer = await api.GetWebhookInfoAsync(token, ct);
        if (answer.Value is not { } info)
        {
            await ReportAsync(connection, answer.Failure!, ct);
            return;
        }

        if (info.Url != connection.WebhookUrl)
        {
            if (info.Url.Length == 0 || TelegramReception.IsOurs(info.Url, connection.BotId))
            {
                await BeginAgainAsync(connection, token, ct);
            }
            else
            {
                await ReportAsync(connection, TelegramProblems.WebhookTaken, TelegramReception.HostOf(info.Url), ct);
            }

            return;
        }

        await problems.ClearAsync(connection.BotId, TelegramProblems.WebhookTaken, ct);
        var lastError = DateTimeOffset.FromUnixTimeSeconds(info.LastErrorDate ?? 0);
        var isFailing = info.PendingUpdateCount > 0 && clock.GetUtcNow() - lastError < ErrorIsNews;
        if (isFailing && info.LastErrorMessage?.Contains(WrongSecret, StringComparison.Ordinal) == true)
        {
            await BeginAgainAsync(connection, token, ct);
        }
        else if (isFailing)
        {
            await ReportAsync(connection, TelegramProblems.WebhookFailing, info.LastErrorMessage, ct);
        }
        else
        {
            await problems.ClearAsync(connection.BotId, TelegramProblems.WebhookFailing, ct);
        }
    }

    private async Task BeginAgainAsync(ChannelConnection connection, string token, CancellationToken ct)
    {
        log.LogInformation("Telling Telegram again where the updates of bot {BotId} go", connection.BotId);
        if (await reception.BeginAsync(connection, token, ct) is { } failure)
        {
            await ReportAsync(connection, failure, ct);
        }
        else
        {
            await problems.ClearAsync(connection.BotId, TelegramChannel.ChannelName, ct);
        }
    }

    private Task ReportAsync(ChannelConnection connection, TelegramFailure failure, CancellationToken ct) =>
        failure switch
        {
            TelegramFailure.Unauthorized => ReportAsync(connection, TelegramProblems.Unauthorized, null, ct),
            TelegramFailure.Unreachable => ReportAsync(connection, TelegramProblems.Unreachable, null, ct),
            TelegramFailure.Refused refused => ReportAsync(connection, TelegramProblems.WebhookFailing, refused.Reason, ct),
            _ => Task.CompletedTask,
        };

    private Task ReportAsync(ChannelConnection connection, string code, string? detail, CancellationToken ct) =>
        problems.ReportAsync(connection.AccountId, connection.BotId, code, detail, ct);
}
