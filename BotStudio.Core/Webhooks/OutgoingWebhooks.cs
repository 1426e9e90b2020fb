using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace BotStudio.Core.Webhooks;

/// <summary>Something that happened to a bot, for an address of its owner's.</summary>
/// <param name="EventType">Dotted and in the past: <c>form.completed</c>.</param>
/// <param name="Data">What happened; becomes <c>data</c> of the message.</param>
public sealed record WebhookToSend(Guid AccountId, Guid BotId, string EventType, string Url, JsonObject Data)
{
    /// <summary>Somebody of the account tries it out; said as <c>"test": true</c>.</summary>
    public bool IsTest { get; init; }
}

/// <summary>
/// Puts messages to owners' addresses on their way: a row of the log and the job that sends it, in one statement, so that both are there or
/// none. What is sent is <c>{"type", "timestamp", "botId", "data"}</c>, signed.
/// </summary>
public sealed class OutgoingWebhooks(NpgsqlDataSource database, JobQueue queue, TimeProvider clock)
{
    /// <summary>The job kind that sends; its payload is made by <see cref="PayloadOf"/>.</summary>
    public const string SendKind = "webhooks.send";

    /// <summary>
    /// For whoever has a transaction of its own: takes arrays of the same length, in this order: ids, accounts, bots, event types, URLs, bodies
    /// (<see cref="BodyOf"/>), the jobs' payloads (<see cref="PayloadOf"/>), times. An id that is there already is left alone.
    /// </summary>
    /// <param name="first">Number of the first parameter.</param>
    /// <param name="condition">When it holds, and only then.</param>
    public static string InsertSql(int first = 1, string condition = "true") =>
        $"""
            with webhook as (
                insert into webhook_deliveries (id, account_id, bot_id, event_type, url, body, status, round, failures, attempts, next_attempt_at,
                    attempt_log, created_at)
                select w.id, w.account_id, w.bot_id, w.event_type, w.url, w.body, '{nameof(
                WebhookStatus.Waiting
            )}', 0, 0, 0, w.at, '[]', w.at
                from unnest(${first}, ${first + 1}, ${first + 2}, ${first + 3}, ${first + 4}, ${first + 5}, ${first + 7})
                    as w (id, account_id, bot_id, event_type, url, body, at)
                where {condition}
                on conflict (id) do nothing
                returning id
            )
            insert into jobs (account_id, subject_id, kind, payload, state, due_at, attempts, created_at)
            select j.account_id, j.bot_id, '{SendKind}', j.payload, {(short)JobState.Ready}, j.at, 0, j.at
            from unnest(${first}, ${first + 1}, ${first + 2}, ${first + 6}, ${first + 7}) as j (id, account_id, bot_id, payload, at)
            join webhook on webhook.id = j.id
            """;

    /// <summary>In the transaction of <paramref name="db"/>; call <see cref="JobQueue.Wake"/> after the commit.</summary>
    /// <returns>The delivery's id.</returns>
    public async Task<Guid> EnqueueAsync(BotStudioDb db, WebhookToSend webhook, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        return await InsertAsync(connection, transaction, webhook, ct);
    }

    /// <summary>By itself.</summary>
    /// <returns>The delivery's id.</returns>
    public async Task<Guid> EnqueueAsync(WebhookToSend webhook, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var id = await InsertAsync(connection, null, webhook, ct);
        queue.Wake();
        return id;
    }

    /// <summary>The message as it is sent.</summary>
    public static string BodyOf(WebhookToSend webhook, DateTimeOffset now)
    {
        var body = new JsonObject
        {
            ["type"] = webhook.EventType,
            ["timestamp"] = now.UtcDateTime,
            ["botId"] = webhook.BotId,
            ["data"] = webhook.Data.DeepClone(),
        };
        if (webhook.IsTest)
        {
            body["test"] = true;
        }

        return body.ToJsonString(Readable);
    }

    /// <param name="round">Of the delivery: a job of an earlier one does nothing.</param>
    public static byte[] PayloadOf(Guid deliveryId, int round = 0)
    {
        var payload = new byte[20];
        deliveryId.TryWriteBytes(payload);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(16), round);
        return payload;
    }

    internal static (Guid DeliveryId, int Round) Read(ReadOnlySpan<byte> payload) =>
        (new Guid(payload[..16]), BinaryPrimitives.ReadInt32LittleEndian(payload[16..]));

    /// <summary>It is sent as application/json, never put into a page as it is.</summary>
    internal static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task<Guid> InsertAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        WebhookToSend webhook,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var command = new NpgsqlCommand(InsertSql(), connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [id] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [webhook.AccountId] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [webhook.BotId] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [webhook.EventType] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [webhook.Url] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [StoredText.Clean(BodyOf(webhook, now))] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [PayloadOf(id)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [now] });
        await command.ExecuteNonQueryAsync(ct);
        await using var tell = new NpgsqlCommand($"notify {Notifications.Jobs}", connection, transaction);
        await tell.ExecuteNonQueryAsync(ct);
        return id;
    }
}
