using System.Security.Cryptography;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Channels;

/// <summary>
/// Stores what a channel delivered, once, before the channel is told so. Requests that come together share one commit. A repeat is a no-op; a
/// body that is no update is kept as a dead job with the reason, because the channel would repeat it for ever.
/// </summary>
public sealed class AcceptUpdate : IAsyncDisposable
{
    private readonly NpgsqlDataSource database;
    private readonly ChannelTypes channels;
    private readonly JobQueue queue;
    private readonly TimeProvider clock;
    private readonly GroupCommit<Update> group;

    public AcceptUpdate(NpgsqlDataSource database, ChannelTypes channels, JobQueue queue, TimeProvider clock)
    {
        this.database = database;
        this.channels = channels;
        this.queue = queue;
        this.clock = clock;
        group = new GroupCommit<Update>(StoreAsync, largestGroup: 250, parallelGroups: 2);
    }

    /// <summary>Done when the update is committed. Not cancelled by the caller going away: the channel would send it again.</summary>
    public async Task RunAsync(LiveConnection connection, byte[] body)
    {
        var (id, chatId, content) = channels[connection.Channel].Read(body, connection);
        var key = id is { } number
            ? DedupeKey.Of(connection.Id, number)
            : new Guid(SHA256.HashData([.. connection.Id.ToByteArray(), .. body]).AsSpan(0, 16), bigEndian: true);
        long? lane = chatId is null ? null : Lane.Incoming(connection.BotId, chatId);

        await group.AddAsync(
            content is Received.Refused refused
                ? new Update(key, connection, lane, body, JobState.Dead, "Refused: " + refused.Reason)
                : new Update(key, connection, lane, body, JobState.Ready, null)
        );
        queue.Wake();
    }

    /// <summary>Keeps the beginning of a body that is larger than any update.</summary>
    public Task RefuseAsync(LiveConnection connection, byte[] beginning, string reason) =>
        group.AddAsync(
            new Update(
                new Guid(SHA256.HashData([.. connection.Id.ToByteArray(), .. beginning]).AsSpan(0, 16), bigEndian: true),
                connection,
                null,
                beginning,
                JobState.Dead,
                "Refused: " + reason
            )
        );

    public ValueTask DisposeAsync() => group.DisposeAsync();

    private async Task StoreAsync(IReadOnlyList<Update> updates)
    {
        var distinct = updates.DistinctBy(update => update.Key).ToList();
        await using var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"""
            with fresh as (
                insert into job_keys (key, created_at) select unnest($1), $8 on conflict do nothing returning key
            ), stored as (
                insert into jobs (account_id, subject_id, kind, lane, payload, state, error, due_at, attempts, created_at)
                select u.account_id, u.bot_id, u.kind, u.lane, u.payload, u.state, u.error, $8, 0, $8
                from unnest($1, $2, $3, $4, $5, $6, $7, $9) with ordinality as u (key, account_id, bot_id, lane, payload, state, error, kind, number)
                join fresh on fresh.key = u.key
                order by u.number
                returning 1
            )
            select pg_notify('{Notifications.Jobs}', '') where exists (select from stored)
            """,
            connection
        )
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. distinct.Select(u => u.Key)] },
                new NpgsqlParameter<Guid[]> { TypedValue = [.. distinct.Select(u => u.Connection.AccountId)] },
                new NpgsqlParameter<Guid[]> { TypedValue = [.. distinct.Select(u => u.Connection.BotId)] },
                new NpgsqlParameter<long?[]> { TypedValue = [.. distinct.Select(u => u.Lane)] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. distinct.Select(u => u.Body)] },
                new NpgsqlParameter<short[]> { TypedValue = [.. distinct.Select(u => (short)u.State)] },
                new NpgsqlParameter<string?[]>
                {
                    TypedValue = [.. distinct.Select(u => u.Error)],
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() },
                new NpgsqlParameter<string[]> { TypedValue = [.. distinct.Select(u => ReceiveUpdates.KindOf(u.Connection.Channel))] },
            },
        };
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Update(Guid Key, LiveConnection Connection, long? Lane, byte[] Body, JobState State, string? Error);
}
