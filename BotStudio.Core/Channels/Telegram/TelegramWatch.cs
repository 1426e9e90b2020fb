using System.Globalization;
using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Looks after connected bots, so that none dies silently: asks Telegram every few minutes who the bot is and whether its updates still come
/// here, and says on its card what is wrong. What is nobody else's business it repairs by itself: a webhook that is gone, or that names an
/// earlier address of ours, one that lets too little through, a list of commands that somebody changed. An address of somebody else is left to
/// the owner.
/// </summary>
public sealed class TelegramWatch(
    NpgsqlDataSource database,
    PlatformDb platformDb,
    TelegramApi api,
    TelegramReception reception,
    SecretText secrets,
    BotProblems problems,
    FindRoute models,
    JobQueue queue,
    TimeProvider clock,
    ILogger<TelegramWatch> log
) : BackgroundService
{
    private const int LargestRound = 100;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(10);

    /// <summary>A bot whose token is refused is asked half as often after each time, down to once in two and a half hours.</summary>
    private const int MostDoublings = 4;

    /// <summary>Fewer waiting updates are a busy minute.</summary>
    private const int ManyPending = 100;

    /// <summary>A group in which nothing was said for longer does not count.</summary>
    private static readonly TimeSpan GroupIsAlive = TimeSpan.FromDays(30);

    /// <summary>For connections that are not as this installation is configured, after a try that failed.</summary>
    private static readonly TimeSpan MoveAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>Telegram tries a failed delivery again at least every two minutes: an older error is over.</summary>
    private static readonly TimeSpan ErrorIsNews = TimeSpan.FromMinutes(3);

    private const string NoKey = "ai.no_key";

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
            $"""
            update channel_connections set checked_at = $1
            where id in (
                select id from channel_connections
                where channel = $2 and (
                    checked_at is null
                    -- Each at its own pace, so that those which were connected together do not stay together.
                    or checked_at + $3 * (1 << least(failed_checks, {MostDoublings})) * (0.92 + 0.16 * (hashtext(id::text) & 255) / 255.0) < $1
                    or (checked_at < $4 and webhook_url is distinct from $5 || bot_id::text))
                order by checked_at nulls first
                limit $6
                for update skip locked)
            returning id
            """
        );
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TelegramChannel.ChannelName });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = CheckEvery });
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
        connection.NoteCheck(wasAnswered: me.Value is not null);
        if (me.Value is not { } bot)
        {
            await ReportAsync(connection, me.Failure!, ct);
            await db.SaveChangesAsync(CancellationToken.None);
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

        await CheckVersionAsync(db, connection, token, ct);
        var isNews = IsSeenByOthers(db.Entry(connection));
        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }

        if (isNews)
        {
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
        await CheckPendingAsync(connection, info.PendingUpdateCount, ct);
        if (info.AllowedUpdates is { Count: > 0 } allowed && TelegramUpdate.Kinds.Except(allowed).Any())
        {
            await BeginAgainAsync(connection, token, ct);
            return;
        }

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

    /// <summary>Many updates that become more from check to check: we are too slow, or Telegram cannot reach us often enough.</summary>
    private async Task CheckPendingAsync(ChannelConnection connection, int pending, CancellationToken ct)
    {
        var before = connection.PendingUpdates;
        connection.NotePending(pending);
        if (before >= ManyPending && pending > before)
        {
            await ReportAsync(connection, TelegramProblems.PendingGrowing, pending.ToString(CultureInfo.InvariantCulture), ct);
        }
        else if (pending < ManyPending || pending < before)
        {
            await problems.ClearAsync(connection.BotId, TelegramProblems.PendingGrowing, ct);
        }
    }

    /// <summary>What the live version needs and does not have.</summary>
    private async Task CheckVersionAsync(BotStudioDb db, ChannelConnection connection, string token, CancellationToken ct)
    {
        var json = await db
            .Bots.Where(bot => bot.Id == connection.BotId)
            .Join(db.BotVersions, bot => bot.PublishedVersionId, version => version.Id, (_, version) => version.Document)
            .SingleOrDefaultAsync(ct);
        if (json is null)
        {
            return;
        }

        var document = DocumentJson.Read(json);
        await SayAsync(connection, NoKey, await LacksKeyAsync(connection.AccountId, document, ct), ct);

        // With privacy mode on, a group shows the bot commands and replies to it, and nothing else: neither mentions nor plain words.
        var listens = document.Prompt.IsActive || document.Commands.Any(command => command is { IsActive: true, Triggers.Count: > 0 });
        var alive = clock.GetUtcNow() - GroupIsAlive;
        var isDeaf =
            listens
            && !connection.SeesAllGroupMessages
            && await db.Conversations.AnyAsync(
                c => c.BotId == connection.BotId && c.ChatKind == ChatKind.Group && c.UnreachableSince == null && c.LastMessageAt > alive,
                ct
            );
        await SayAsync(connection, TelegramProblems.PrivacyMode, isDeaf, ct);
        await CheckMenuAsync(db, connection, document, token, ct);
    }

    /// <summary>A model is to answer and nobody can be asked for it.</summary>
    private async Task<bool> LacksKeyAsync(Guid accountId, BotDocument document, CancellationToken ct)
    {
        var asked = document
            .Commands.Where(command => command.IsActive)
            .Select(command => command.Response)
            .OfType<AiResponse>()
            .Select(response => response.Model ?? document.Prompt.Model);
        foreach (var name in document.Prompt.IsActive ? asked.Prepend(document.Prompt.Model) : asked)
        {
            if (await models.ForAsync(accountId, name, ct) is null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Somebody may have changed the list in BotFather, or the job that shows it may have failed for good.</summary>
    private async Task CheckMenuAsync(
        BotStudioDb db,
        ChannelConnection connection,
        BotDocument document,
        string token,
        CancellationToken ct
    )
    {
        var answer = await api.GetMyCommandsAsync(token, new GetMyCommands(PublishTelegramMenu.EveryOther), ct);
        if (answer.Value is not { } shown)
        {
            return;
        }

        var wanted = PublishTelegramMenu.MenusOf(document)[PublishTelegramMenu.EveryOther];
        if (shown.Select(command => command.Command).SequenceEqual(wanted.Select(command => command.Command)))
        {
            await problems.ClearAsync(connection.BotId, TelegramProblems.MenuOutdated, ct);
            return;
        }

        // The job takes it back when it has worked, long before anybody is told.
        await ReportAsync(connection, TelegramProblems.MenuOutdated, null, ct);
        connection.ForgetMenu();
        await db.SaveChangesAsync(CancellationToken.None);
        await queue.EnqueueAsync(
            new NewJob(connection.AccountId, LiveVersions.PublishedJob, connection.BotId.ToByteArray())
            {
                Lane = Lane.Bot(connection.BotId),
                SubjectId = connection.BotId,
            },
            ct
        );
    }

    private Task SayAsync(ChannelConnection connection, string code, bool isSo, CancellationToken ct) =>
        isSo ? ReportAsync(connection, code, null, ct) : problems.ClearAsync(connection.BotId, code, ct);

    /// <summary>What other processes and pages know of a connection; how the checks go is nobody else's business.</summary>
    private static bool IsSeenByOthers(EntityEntry<ChannelConnection> connection) =>
        connection.Properties.Any(property =>
            property.IsModified
            && property.Metadata.Name
                is not (
                    nameof(ChannelConnection.FailedChecks)
                    or nameof(ChannelConnection.PendingUpdates)
                    or nameof(ChannelConnection.CheckedAt)
                )
        );

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
