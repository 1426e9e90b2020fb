using System.Security.Cryptography;
using BotStudio.Core.Ai;
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
    private readonly HotPath hotPath;
    private readonly ChannelTypes channels;
    private readonly CurrentWorker worker;
    private readonly RunningAnswers answers;
    private readonly TimeProvider clock;
    private readonly GroupCommit<Update> group;

    public AcceptUpdate(HotPath hotPath, ChannelTypes channels, CurrentWorker worker, RunningAnswers answers, TimeProvider clock)
    {
        this.answers = answers;
        this.hotPath = hotPath;
        this.channels = channels;
        this.worker = worker;
        this.clock = clock;

        // A chat's updates one after another, also those that come at the same time; whoever sent them can send them again.
        group = new GroupCommit<Update>(
            StoreAsync,
            new GroupRules(LargestGroup: 250, ParallelGroups: 2, OutlastsOutages: false),
            update => update.Lane
        );
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
                ? new Update(key, connection, lane, body, JobState.Dead) { Error = "Refused: " + refused.Reason }
                : new Update(key, connection, lane, body, JobState.Ready) { Content = content }
        );
        if (lane is { } chat)
        {
            await TellAnswerAsync(chat, content);
        }

        if (content is Received.Message { Incoming: { TapId: { } tap } })
        {
            // At once, not when its turn has come: until then the button shows a spinner.
            _ = channels[connection.Channel].AcknowledgeTapAsync(connection, tap, CancellationToken.None);
        }
    }

    /// <summary>What comes waits in its chat's order behind the answer that is being made, which perhaps nobody wants any more, or not like this.</summary>
    private async Task TellAnswerAsync(long chat, Received content)
    {
        switch (content)
        {
            case Received.Message { Incoming: { CommandName: "stop", IsForBot: true } }:
                await answers.StopAsync(chat, draftId: null, CancellationToken.None);
                break;

            case Received.DraftStopped stopped:
                await answers.StopAsync(chat, stopped.DraftId, CancellationToken.None);
                break;

            case Received.Message { Incoming.IsForBot: true }:
                answers.MoreCame(chat);
                break;
        }
    }

    /// <summary>Keeps the beginning of a body that is larger than any update.</summary>
    public Task RefuseAsync(LiveConnection connection, byte[] beginning, string reason) =>
        group.AddAsync(
            new Update(
                new Guid(SHA256.HashData([.. connection.Id.ToByteArray(), .. beginning]).AsSpan(0, 16), bigEndian: true),
                connection,
                null,
                beginning,
                JobState.Dead
            )
            {
                Error = "Refused: " + reason,
            }
        );

    public ValueTask DisposeAsync() => group.DisposeAsync();

    // What this process has room for it leases to itself at once, when it is the first of its lane; the rest waits for a claim.
    private const string Sql = $"""
        with fresh as (
            insert into job_keys (key, created_at) select key, $10 from unnest($1) as k (key) order by key on conflict do nothing returning key
        ), update as (
            select u.*, u.is_wanted and not exists (select from jobs p where p.lane = u.lane and p.state in (0, 1, 2)) as is_first
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) with ordinality
                as u (key, account_id, bot_id, kind, lane, payload, state, error, is_wanted, number)
            join fresh on fresh.key = u.key
        ), leased as (
            insert into jobs (account_id, subject_id, kind, lane, payload, state, lease_owner, due_at, attempts, created_at)
            select account_id, bot_id, kind, lane, payload, 1, $11, $10, 0, $10 from update
            where is_first and exists (select from workers where id = $11) order by lane
            on conflict (lane) where state = 1 do nothing
            returning id, lane
        ), queued as (
            insert into jobs (account_id, subject_id, kind, lane, payload, state, error, due_at, attempts, created_at)
            select account_id, bot_id, kind, lane, payload, state, error, $10, 0, $10 from update
            where not (is_wanted and exists (select from leased where leased.lane = update.lane)) order by number
            returning state
        ), told as (
            select pg_notify('{Notifications.Jobs}', '') where exists (select from queued where state = 0)
        )
        select id, lane from leased
        union all
        select null, null from told
        """;

    private async Task StoreAsync(IReadOnlyList<Update> updates)
    {
        var distinct = updates.DistinctBy(update => update.Key).ToList();
        var wanted = new Dictionary<long, Update>();
        foreach (var update in distinct)
        {
            if (
                update is { Lane: { } lane, State: JobState.Ready }
                && worker.CanTake(ReceiveUpdates.KindOf(update.Connection.Channel), update.Connection.AccountId)
            )
            {
                wanted.TryAdd(lane, update);
            }
        }

        var owner = worker.Id;
        var here = new List<ClaimedJob>(wanted.Count);
        await using (var connection = await hotPath.Database.OpenConnectionAsync())
        await using (var command = new NpgsqlCommand(Sql, connection))
        {
            var parameters = command.Parameters;
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. distinct.Select(u => u.Key)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. distinct.Select(u => u.Connection.AccountId)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. distinct.Select(u => u.Connection.BotId)] });
            parameters.Add(
                new NpgsqlParameter<string[]> { TypedValue = [.. distinct.Select(u => ReceiveUpdates.KindOf(u.Connection.Channel))] }
            );
            parameters.Add(new NpgsqlParameter<long?[]> { TypedValue = [.. distinct.Select(u => u.Lane)] });
            parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. distinct.Select(u => u.Body)] });
            parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. distinct.Select(u => (short)u.State)] });
            parameters.Add(
                new NpgsqlParameter
                {
                    Value = distinct.Select(u => u.Error).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                }
            );
            parameters.Add(
                new NpgsqlParameter<bool[]>
                {
                    TypedValue = [.. distinct.Select(u => u.Lane is { } lane && wanted.GetValueOrDefault(lane) == u)],
                }
            );
            parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
            parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                if (!rows.IsDBNull(0))
                {
                    here.Add(JobOf(rows.GetInt64(0), wanted[rows.GetInt64(1)], owner));
                }
            }
        }

        worker.RunHere(here);
    }

    private static ClaimedJob JobOf(long id, Update update, Guid lease) =>
        new(
            id,
            update.Connection.AccountId,
            update.Connection.BotId,
            ReceiveUpdates.KindOf(update.Connection.Channel),
            update.Lane,
            update.Body,
            attempts: 0,
            lease
        )
        {
            Hint = update.Content,
        };

    private sealed record Update(Guid Key, LiveConnection Connection, long? Lane, byte[] Body, JobState State)
    {
        /// <summary>What was read from the body already.</summary>
        public Received? Content { get; init; }

        public string? Error { get; init; }
    }
}
