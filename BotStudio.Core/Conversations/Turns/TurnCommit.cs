using System.Text.Json;
using BotStudio.Core.Conversations.BuiltIns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>
/// Commits turns, many in one transaction and one round trip. The turn's job ends (or goes on to the model) in the same transaction as its
/// messages, so that after a crash it has either happened or not. A turn whose job was given to another process meanwhile changes nothing.
/// </summary>
public sealed class TurnCommit : IAsyncDisposable
{
    private readonly HotPath hotPath;
    private readonly CurrentWorker worker;
    private readonly ConversationHints hints;
    private readonly TimeProvider clock;
    private readonly GroupCommit<Turn> group;

    public TurnCommit(HotPath hotPath, CurrentWorker worker, ConversationHints hints, TimeProvider clock)
    {
        this.hotPath = hotPath;
        this.worker = worker;
        this.hints = hints;
        this.clock = clock;
        group = new GroupCommit<Turn>(WriteAsync, new GroupRules(LargestGroup: 250, ParallelGroups: 2, OutlastsOutages: true));
    }

    /// <summary>Done when the turn is committed; its delivery or its question is then under way.</summary>
    public Task AddAsync(Turn turn) => group.AddAsync(turn);

    public ValueTask DisposeAsync() => group.DisposeAsync();

    private const string Sql = $"""
        with ended as (
            delete from jobs where id = any($1) and lease_owner = $2 and state = 1 returning id
        ), asked as (
            update jobs set kind = a.kind, payload = a.payload, attempts = 0, error = null
            from unnest($3, $4, $33) as a (id, payload, kind)
            where jobs.id = a.id and lease_owner = $2 and state = 1
            returning jobs.id
        ), mine as (
            select id from ended union all select id from asked
        ), taken_over as (
            -- The model has thought while a person took over: its answer is kept and not sent.
            select late.job_id from unnest($39, $40) as late (job_id, conversation_id)
            join conversations on conversations.id = late.conversation_id
            where taken_over_by is not null and (taken_over_until is null or taken_over_until > $41)
        ), spoken as (
            insert into messages (conversation_id, id, account_id, bot_id, contact_id, direction, status, kind, text, buttons, reason,
                model, tokens_in, tokens_out, latency_ms, external_id, created_at, media, sending, tokens_cached, cost)
            select m.conversation_id, m.id, m.account_id, m.bot_id, m.contact_id, m.direction,
                case when m.direction = 1 and m.job_id in (select job_id from taken_over) then 5 else m.status end, m.kind, m.text, m.buttons::jsonb, m.reason::jsonb,
                m.model, m.tokens_in, m.tokens_out, m.latency_ms, m.external_id, m.created_at, m.media::jsonb, m.sending::jsonb,
                m.tokens_cached, m.cost
            from unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $34, $35, $42, $43) as m (
                job_id, conversation_id, id, account_id, bot_id, contact_id, direction, status, kind, text, buttons, reason,
                model, tokens_in, tokens_out, latency_ms, external_id, created_at, media, sending, tokens_cached, cost)
            join mine on mine.id = m.job_id
            -- There already when this is repeated because the answer to the first time was lost.
            on conflict do nothing
            returning id, account_id, bot_id, direction, created_at
        ), counted as (
            -- What was heard, as usage: one row a bot, however many messages are committed together.
            insert into usage_records (id, account_id, bot_id, kind, provider, model, is_own_key, tokens_in, tokens_cached, tokens_out,
                cost, latency_ms, outcome, created_at, audio_seconds, is_rolled_up, count)
            select (array_agg(id))[1], account_id, bot_id, 4, '', '', false, 0, 0, 0, 0, 0, 'answered', max(created_at), 0, false, count(*)
            from spoken where direction = 0 group by account_id, bot_id
        ), touched as (
            update conversations set last_message_at = coalesce(t.at, last_message_at),
                last_message_preview = coalesce(t.preview, last_message_preview), unread_count = unread_count + t.heard,
                state = case when t.changes_state then t.state::jsonb else conversations.state end
            from unnest($23, $24, $25, $26, $36, $37, $38) as t (job_id, id, at, preview, heard, changes_state, state)
            join mine on mine.id = t.job_id
            where conversations.id = t.id and t.job_id not in (select job_id from taken_over)
        ), outgoing as (
            select q.*, not exists (select from jobs p where p.lane = q.lane and p.state in (0, 1, 2)) as is_first
            from unnest($27, $28, $29, $30, $31, $32) with ordinality as q (job_id, account_id, bot_id, lane, payload, at, number)
            join mine on mine.id = q.job_id
            where q.job_id not in (select job_id from taken_over)
        ), leased as (
            insert into jobs (account_id, subject_id, kind, lane, payload, state, lease_owner, due_at, attempts, created_at)
            select account_id, bot_id, '{OutgoingJob.Kind}', lane, payload, 1, $2, at, 0, at from outgoing where is_first order by lane
            on conflict (lane) where state = 1 do nothing
            returning id, payload
        ), queued as (
            insert into jobs (account_id, subject_id, kind, lane, payload, state, due_at, attempts, created_at)
            select account_id, bot_id, '{OutgoingJob.Kind}', lane, payload, 0, at, 0, at from outgoing
            where not exists (select from leased where leased.payload = outgoing.payload) order by number
            returning id
        )
        select id, 0 as what, null::bytea from mine
        union all
        select id, 1, payload from leased
        union all
        select id, 2, null from queued
        """;

    private async Task WriteAsync(IReadOnlyList<Turn> all)
    {
        var owner = worker.Id;
        var turns = all.Where(turn => turn.Job.Lease == owner).ToList();
        var ended = turns.Where(turn => turn.Ask is null).ToList();
        var asked = turns.Where(turn => turn.Ask is not null).ToList();
        var askPayloads = asked.ConvertAll(PayloadOf);
        var spoken = turns.SelectMany(RowsOf).ToList();
        var touched = turns
            .Select(turn =>
                (
                    Turn: turn,
                    Last: turn.Said.Count > 0 ? turn.Said[^1] : turn.Heard ?? (turn.AlsoHeard.Count > 0 ? turn.AlsoHeard[^1] : null)
                )
            )
            .Where(t => t.Last is not null || t.Turn.State is not null)
            .ToList();
        var sending = turns.Where(turn => turn.Said.Count > 0).ToList();
        var sendPayloads = sending.ConvertAll(turn =>
            new OutgoingJob(turn.Conversation.Id, 0, [.. turn.Said.Select(m => m.Id)])
            {
                ReplyToExternalId = turn.Said[0].Outgoing!.ReplyToExternalId,
            }.ToPayload()
        );

        var mine = new HashSet<long>(turns.Count);
        var delivery = new Dictionary<Guid, long>(sending.Count);
        var isAnyQueued = false;
        await using (var connection = await hotPath.Database.OpenConnectionAsync())
        await using (var batch = new NpgsqlBatch(connection))
        {
            var hasEffects = AddEffects(batch, turns, owner);
            var command = new NpgsqlBatchCommand(Sql);
            batch.BatchCommands.Add(command);
            var parameters = command.Parameters;
            parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. ended.Select(t => t.Job.Id)] });
            parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
            parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. asked.Select(t => t.Job.Id)] });
            parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. askPayloads] });

            parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. spoken.Select(s => s.Turn.Job.Id)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. spoken.Select(s => s.Turn.Conversation.Id)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. spoken.Select(s => s.Message.Id)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. spoken.Select(s => s.Turn.Conversation.AccountId)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. spoken.Select(s => s.Turn.Conversation.BotId)] });
            parameters.Add(new NpgsqlParameter<Guid?[]> { TypedValue = [.. spoken.Select(s => s.ContactId)] });
            parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. spoken.Select(s => (short)s.Direction)] });
            parameters.Add(
                new NpgsqlParameter<short[]>
                {
                    TypedValue =
                    [
                        .. spoken.Select(s => (short)(s.Direction == MessageDirection.In ? MessageStatus.Received : MessageStatus.Queued)),
                    ],
                }
            );
            parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. spoken.Select(s => s.Message.Kind)] });
            parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. spoken.Select(s => s.Message.Text)] });
            parameters.Add(Texts(spoken.Select(s => s.Message.Buttons)));
            parameters.Add(Texts(spoken.Select(s => s.Message.Reason)));
            parameters.Add(Texts(spoken.Select(s => s.Message.Ai?.Model)));
            parameters.Add(new NpgsqlParameter<int?[]> { TypedValue = [.. spoken.Select(s => s.Message.Ai?.TokensIn)] });
            parameters.Add(new NpgsqlParameter<int?[]> { TypedValue = [.. spoken.Select(s => s.Message.Ai?.TokensOut)] });
            parameters.Add(new NpgsqlParameter<int?[]> { TypedValue = [.. spoken.Select(s => s.Message.Ai?.LatencyMs)] });
            parameters.Add(Texts(spoken.Select(s => s.Message.ExternalId)));
            parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. spoken.Select(s => s.Message.At)] });

            parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. touched.Select(t => t.Turn.Job.Id)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. touched.Select(t => t.Turn.Conversation.Id)] });
            parameters.Add(new NpgsqlParameter<DateTimeOffset?[]> { TypedValue = [.. touched.Select(t => t.Last?.At)] });
            parameters.Add(Texts(touched.Select(t => t.Last is { } last ? Conversation.PreviewOf(last.Preview) : null)));

            parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. sending.Select(t => t.Job.Id)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. sending.Select(t => t.Conversation.AccountId)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. sending.Select(t => t.Conversation.BotId)] });
            parameters.Add(
                new NpgsqlParameter<long[]>
                {
                    TypedValue = [.. sending.Select(t => Lane.Outgoing(t.Conversation.BotId, t.Conversation.Chat.ChatId))],
                }
            );
            parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. sendPayloads] });
            parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. sending.Select(t => t.Said[0].At)] });

            parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(t => t.Ask!.Question.JobKind)] });
            parameters.Add(Texts(spoken.Select(s => s.Message.Media)));
            parameters.Add(Texts(spoken.Select(s => s.Message.Sending)));
            parameters.Add(
                new NpgsqlParameter<int[]>
                {
                    TypedValue = [.. touched.Select(t => (t.Turn.Heard is null ? 0 : 1) + t.Turn.AlsoHeard.Count)],
                }
            );
            parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. touched.Select(t => t.Turn.State is not null)] });
            parameters.Add(Texts(touched.Select(t => t.Turn.State is { } state ? ConversationState.Write(state) : null)));

            // Second turns only: what was said in the first was decided knowing who answers.
            var late = turns.Where(t => t.Heard is null && t.Said.Count > 0).ToList();
            parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. late.Select(t => t.Job.Id)] });
            parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. late.Select(t => t.Conversation.Id)] });
            parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
            parameters.Add(new NpgsqlParameter<int?[]> { TypedValue = [.. spoken.Select(s => s.Message.Ai?.TokensCached)] });
            parameters.Add(new NpgsqlParameter<decimal?[]> { TypedValue = [.. spoken.Select(s => s.Message.Ai?.Cost)] });

            await using var rows = await batch.ExecuteReaderAsync();
            if (hasEffects)
            {
                // What was locked. Effects say nothing, so the turns' own statement follows.
                await rows.NextResultAsync();
            }

            while (await rows.ReadAsync())
            {
                switch (rows.GetInt32(1))
                {
                    case 0:
                        mine.Add(rows.GetInt64(0));
                        break;
                    case 1:
                        delivery[OutgoingJob.FromPayload(rows.GetFieldValue<byte[]>(2)).MessageIds[0]] = rows.GetInt64(0);
                        break;
                    case 2:
                        isAnyQueued = true;
                        break;
                }
            }
        }

        GoOn(all, owner, mine, asked, askPayloads, sending, sendPayloads, delivery);
        if (isAnyQueued || turns.Exists(turn => turn.Effects.Any(effect => effect.LeavesWork)))
        {
            worker.WakeUp();
        }
    }

    /// <summary>
    /// Effects come before the statement that ends their jobs, in the same transaction, because they look whether the turn still holds its lease.
    /// The lease is kept from changing in between by locking it first. Most turns have none.
    /// </summary>
    private bool AddEffects(NpgsqlBatch batch, List<Turn> turns, Guid owner)
    {
        var changing = turns.Where(turn => turn.Effects.Count > 0).ToList();
        if (changing.Count == 0)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand("select id from jobs where id = any($1) and lease_owner = $2 and state = 1 order by id for update")
            {
                Parameters =
                {
                    new NpgsqlParameter<long[]> { TypedValue = [.. changing.Select(turn => turn.Job.Id)] },
                    new NpgsqlParameter<Guid> { TypedValue = owner },
                },
            }
        );
        foreach (var turn in changing)
        {
            var scope = new EffectScope(turn.Job, owner, turn.Conversation, now);
            foreach (var effect in turn.Effects)
            {
                batch.BatchCommands.Add(effect.ToSql(scope));
            }
        }

        return true;
    }

    /// <summary>What the transaction leased to this process runs here and now, with what is known in memory.</summary>
    private void GoOn(
        IReadOnlyList<Turn> turns,
        Guid owner,
        HashSet<long> mine,
        List<Turn> asked,
        List<byte[]> askPayloads,
        List<Turn> sending,
        List<byte[]> sendPayloads,
        Dictionary<Guid, long> delivery
    )
    {
        var here = new List<ClaimedJob>(sending.Count + asked.Count);
        for (var i = 0; i < asked.Count; i++)
        {
            if (mine.Contains(asked[i].Job.Id))
            {
                here.Add(asked[i].Job.ContinueAs(asked[i].Ask!.Question.JobKind, askPayloads[i], asked[i]));
            }
        }

        for (var i = 0; i < sending.Count; i++)
        {
            var turn = sending[i];
            if (delivery.TryGetValue(turn.Said[0].Id, out var id))
            {
                here.Add(
                    new ClaimedJob(
                        id,
                        turn.Conversation.AccountId,
                        turn.Conversation.BotId,
                        OutgoingJob.Kind,
                        Lane.Outgoing(turn.Conversation.BotId, turn.Conversation.Chat.ChatId),
                        sendPayloads[i],
                        attempts: 0,
                        owner
                    )
                    {
                        Hint = new OutgoingHint(turn.Conversation, turn.Said),
                    }
                );
            }
        }

        // The next job of a turn is held before the turn's own is let go, so that the process never looks idle in between.
        worker.RunHere(here);
        foreach (var turn in turns)
        {
            turn.Job.MarkSettled();
            hints.Changed(turn.Conversation.BotId);
        }
    }

    private static byte[] PayloadOf(Turn turn) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new AskedTurnPayload(turn.Conversation, turn.Ask!.HeardId, turn.Ask.Message)
            {
                Joined = turn.Ask.Joined,
                LastHeardId = turn.Ask.LastHeardId == turn.Ask.HeardId ? null : turn.Ask.LastHeardId,
                LastCameAt = turn.Ask.LastCameAt,
            },
            ConversationJson.Default.AskedTurnPayload
        );

    private static IEnumerable<Row> RowsOf(Turn turn)
    {
        if (turn.Heard is { } heard)
        {
            yield return new Row(turn, heard, MessageDirection.In, turn.Conversation.ContactId);
        }

        foreach (var part in turn.AlsoHeard)
        {
            yield return new Row(turn, part, MessageDirection.In, turn.Conversation.ContactId);
        }

        foreach (var said in turn.Said)
        {
            yield return new Row(turn, said, MessageDirection.Out, null);
        }
    }

    private static NpgsqlParameter Texts(IEnumerable<string?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private sealed record Row(Turn Turn, SpokenMessage Message, MessageDirection Direction, Guid? ContactId);
}
