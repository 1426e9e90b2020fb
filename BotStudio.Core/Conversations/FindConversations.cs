using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Conversations;

/// <summary>
/// Finds the conversations of a batch of messages in one query, and makes the missing ones (and renews contacts whose name has changed or who
/// have been silent for a while) in a second. Usually there is no second.
/// </summary>
public sealed class FindConversations(HotPath hotPath, TimeProvider clock)
{
    /// <summary>"Last seen" may lag by this much; so most messages change nothing on the contact.</summary>
    private static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(5);

    /// <returns>In the order of <paramref name="turns"/>.</returns>
    public async Task<ConversationRef[]> RunAsync(IReadOnlyList<IncomingTurn> turns, CancellationToken ct)
    {
        var found = new ConversationRef[turns.Count];
        var stale = new List<int>();
        await using var connection = await hotPath.Database.OpenConnectionAsync(ct);
        await using (var find = new NpgsqlCommand(FindSql, connection))
        {
            find.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. turns.Select(t => t.BotId)] });
            find.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. turns.Select(t => t.Channel)] });
            find.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. turns.Select(t => t.Message.From.ExternalId)] });
            find.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. turns.Select(t => t.Message.ChatId)] });
            find.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. turns.Select(t => t.Message.ThreadId ?? "")] });
            await using var rows = await find.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var index = (int)rows.GetInt64(0) - 1;
                var turn = turns[index];
                if (rows.IsDBNull(1) || rows.IsDBNull(2) || IsStale(rows, turn.Message))
                {
                    stale.Add(index);
                    continue;
                }

                found[index] = RefOf(turn, rows.GetGuid(1), rows.GetGuid(2), SituationIn(rows, 10, balance: 18));
            }
        }

        if (stale.Count > 0)
        {
            await UpsertAsync(connection, turns, stale, found, ct);
        }

        return found;
    }

    /// <summary>One conversation by its id, for work that no message has begun. Its person is that of a private chat.</summary>
    public async Task<KnownConversation?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var connection = await hotPath.Database.OpenConnectionAsync(ct);
        await using var find = new NpgsqlCommand(
            """
            select c.language, c.source, c.tags, c.fields::text, c.stopped_at is not null, v.state::text, v.taken_over_by, v.taken_over_until,
                c.id, v.account_id, v.bot_id, v.channel, v.chat_id, v.thread_id, v.chat_kind,
                c.external_id, c.first_name, c.last_name, c.username, c.language_tag, c.balance
            from conversations v join contacts c on c.id = v.contact_id where v.id = $1
            """,
            connection
        );
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await find.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return null;
        }

        var chat = new ChatAddress(
            row.GetString(12),
            row.GetString(13) is { Length: > 0 } thread ? thread : null,
            (ChatKind)row.GetInt16(14)
        );
        return new KnownConversation(
            new ConversationRef(id, row.GetGuid(8), row.GetGuid(9), row.GetGuid(10), row.GetString(11), chat)
            {
                Situation = SituationIn(row, 0, balance: 20),
            },
            new Sender(row.GetString(15), row.GetString(16), TextIn(row, 17), TextIn(row, 18), TextIn(row, 19))
        );
    }

    private const string FindSql = """
        select wanted.number, v.id, c.id, c.first_name, c.last_name, c.username, c.language_tag, c.last_seen_at,
            c.blocked_at is not null, v.unreachable_since is not null,
            c.language, c.source, c.tags, c.fields::text, c.stopped_at is not null, v.state::text, v.taken_over_by, v.taken_over_until,
            c.balance
        from unnest($1, $2, $3, $4, $5) with ordinality as wanted (bot_id, channel, sender_id, chat_id, thread_id, number)
        left join contacts c on c.bot_id = wanted.bot_id and c.channel = wanted.channel and c.external_id = wanted.sender_id
        left join conversations v on v.bot_id = wanted.bot_id and v.channel = wanted.channel and v.chat_id = wanted.chat_id
            and v.thread_id = wanted.thread_id
        """;

    private bool IsStale(NpgsqlDataReader row, IncomingMessage message) =>
        row.GetString(3) != message.From.FirstName
        || (row.IsDBNull(4) ? null : row.GetString(4)) != message.From.LastName
        || (row.IsDBNull(5) ? null : row.GetString(5)) != message.From.Username
        || (row.IsDBNull(6) ? null : row.GetString(6)) != message.From.LanguageTag
        || clock.GetUtcNow() - row.GetFieldValue<DateTimeOffset>(7) > SeenPrecision
        || (row.GetBoolean(8) && message.ChatKind == ChatKind.Private)
        || row.GetBoolean(9);

    /// <summary>A chat that something comes from can be reached again, whatever was noted before; so can a person who writes in private.</summary>
    private const string UpsertSql = """
        with wanted as (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) with ordinality as w (
                account_id, bot_id, channel, sender_id, chat_id, thread_id, chat_kind, first_name, last_name, username, language_tag,
                new_contact_id, new_conversation_id, number)
        ), contact as (
            insert into contacts (id, account_id, bot_id, channel, external_id, first_name, last_name, username, language_tag, created_at, last_seen_at)
            select distinct on (bot_id, channel, sender_id)
                new_contact_id, account_id, bot_id, channel, sender_id, first_name, last_name, username, language_tag, $14, $14
            from wanted order by bot_id, channel, sender_id, number desc
            on conflict (bot_id, channel, external_id) do update set
                first_name = excluded.first_name, last_name = excluded.last_name, username = excluded.username,
                language_tag = excluded.language_tag, last_seen_at = excluded.last_seen_at,
                blocked_at = case when not exists (
                    select from wanted w where w.bot_id = excluded.bot_id and w.channel = excluded.channel and w.sender_id = excluded.external_id
                        and w.chat_kind = 0) then contacts.blocked_at end
            returning id, bot_id, channel, external_id, language, source, tags, fields, stopped_at, balance
        ), conversation as (
            insert into conversations (id, account_id, bot_id, channel, chat_id, thread_id, chat_kind, contact_id, created_at, last_message_at,
                last_message_preview)
            select distinct on (w.bot_id, w.channel, w.chat_id, w.thread_id)
                w.new_conversation_id, w.account_id, w.bot_id, w.channel, w.chat_id, w.thread_id, w.chat_kind, contact.id, $14, $14, ''
            from wanted w join contact on contact.bot_id = w.bot_id and contact.channel = w.channel and contact.external_id = w.sender_id
            order by w.bot_id, w.channel, w.chat_id, w.thread_id, w.number
            on conflict (bot_id, channel, chat_id, thread_id) do update set unreachable_since = null
            returning id, bot_id, channel, chat_id, thread_id, state, taken_over_by, taken_over_until
        )
        select w.number, v.id, c.id, c.language, c.source, c.tags, c.fields::text, c.stopped_at is not null,
            v.state::text, v.taken_over_by, v.taken_over_until, c.balance
        from wanted w
        join contact c on c.bot_id = w.bot_id and c.channel = w.channel and c.external_id = w.sender_id
        join conversation v on v.bot_id = w.bot_id and v.channel = w.channel and v.chat_id = w.chat_id and v.thread_id = w.thread_id
        """;

    private async Task UpsertAsync(
        NpgsqlConnection connection,
        IReadOnlyList<IncomingTurn> turns,
        List<int> stale,
        ConversationRef[] found,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var wanted = stale.ConvertAll(index => turns[index]);
        await using var upsert = new NpgsqlCommand(UpsertSql, connection);
        upsert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(t => t.AccountId)] });
        upsert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(t => t.BotId)] });
        upsert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. wanted.Select(t => t.Channel)] });
        upsert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. wanted.Select(t => t.Message.From.ExternalId)] });
        upsert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. wanted.Select(t => t.Message.ChatId)] });
        upsert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. wanted.Select(t => t.Message.ThreadId ?? "")] });
        upsert.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. wanted.Select(t => (short)t.Message.ChatKind)] });
        upsert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. wanted.Select(t => t.Message.From.FirstName)] });
        upsert.Parameters.Add(Texts(wanted.Select(t => t.Message.From.LastName)));
        upsert.Parameters.Add(Texts(wanted.Select(t => t.Message.From.Username)));
        upsert.Parameters.Add(Texts(wanted.Select(t => t.Message.From.LanguageTag)));
        upsert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(_ => Guid.CreateVersion7(now))] });
        upsert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(_ => Guid.CreateVersion7(now))] });
        upsert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await using var rows = await upsert.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var index = stale[(int)rows.GetInt64(0) - 1];
            found[index] = RefOf(turns[index], rows.GetGuid(1), rows.GetGuid(2), SituationIn(rows, 3, balance: 11));
        }
    }

    private static NpgsqlParameter Texts(IEnumerable<string?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static Situation SituationIn(NpgsqlDataReader row, int first, int balance) =>
        new()
        {
            Contact = new ContactProfile
            {
                Language = TextIn(row, first),
                Source = TextIn(row, first + 1),
                Tags = row.GetFieldValue<string[]>(first + 2),
                Fields = ContactProfile.ReadFields(row.GetString(first + 3)),
                IsStopped = row.GetBoolean(first + 4),
                Balance = row.GetDecimal(balance),
            },
            State = ConversationState.Read(TextIn(row, first + 5)),
            TakenOver = row.IsDBNull(first + 6)
                ? null
                : new TakeOver(row.GetGuid(first + 6), row.IsDBNull(first + 7) ? null : row.GetFieldValue<DateTimeOffset>(first + 7)),
        };

    private static string? TextIn(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static ConversationRef RefOf(IncomingTurn turn, Guid id, Guid contactId, Situation situation) =>
        new(
            id,
            contactId,
            turn.AccountId,
            turn.BotId,
            turn.Channel,
            new ChatAddress(turn.Message.ChatId, turn.Message.ThreadId, turn.Message.ChatKind)
        )
        {
            Situation = situation,
        };
}
