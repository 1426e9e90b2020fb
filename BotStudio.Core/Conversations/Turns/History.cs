using System.Text.Json;
using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>What was said before, for the model. One query for many conversations.</summary>
public sealed class History(HotPath hotPath)
{
    /// <summary>Fewer new messages are not worth a summary of their own.</summary>
    private const int EnoughToSummarize = 6;

    private const short SummaryRow = -1;
    private const short WaitingRow = -2;

    /// <returns>For each wanted conversation its turns before the message.</returns>
    public async Task<IReadOnlyList<Past>> LoadAsync(IReadOnlyList<HistoryWanted> wanted, CancellationToken ct)
    {
        var found = new List<Row>[wanted.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = [];
        }

        await using var command = hotPath.Database.CreateCommand(
            $"""
            with wanted as (
                select * from unnest($1, $2, $3, $4, $5) with ordinality
                    as w (conversation_id, message_id, length, is_summarized, lane, number)
            )
            select wanted.number, before.direction, before.text, before.id, before.media, before.is_refusal
            from wanted
            cross join lateral (
                select m.id, m.direction, m.text, m.media::text as media,
                    coalesce(m.reason->>'step' = '{nameof(ReplyStep.Safety)}', false) as is_refusal from messages m
                where m.conversation_id = wanted.conversation_id and m.id < wanted.message_id and m.status < 4
                    and (m.text <> '' or (m.media is not null and m.direction = 0))
                order by m.id desc limit wanted.length) before
            union all
            select wanted.number, {SummaryRow}::smallint, s.text, s.up_to_message_id, null, false
            from wanted join conversation_summaries s on wanted.is_summarized and s.conversation_id = wanted.conversation_id
            union all
            select wanted.number, {WaitingRow}::smallint, '', null, null, false from wanted
            where lane is not null and exists (select from jobs where jobs.lane = wanted.lane and state = 0)
            order by 1, 4 nulls last
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(w => w.ConversationId)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(w => w.BeforeMessageId)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. wanted.Select(Loaded)] });
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. wanted.Select(w => w.IsSummarized)] });
        command.Parameters.Add(new NpgsqlParameter<long?[]> { TypedValue = [.. wanted.Select(w => w.Lane)] });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            found[(int)rows.GetInt64(0) - 1].Add(new Row(rows.GetInt16(1), rows.GetString(2), MediaIn(rows), rows.GetBoolean(5)));
        }

        return [.. wanted.Select((each, index) => PastOf(each, found[index]))];
    }

    /// <summary>As many as tell whether there is enough that no summary has yet.</summary>
    private static int Loaded(HistoryWanted wanted) =>
        wanted.IsSummarized && wanted.Length > 0 ? Math.Max(wanted.Length, EnoughToSummarize) : wanted.Length;

    private static Past PastOf(HistoryWanted wanted, List<Row> rows)
    {
        var isMoreWaiting = rows.RemoveAll(row => row.Direction == WaitingRow) > 0;
        var summary = rows.FindIndex(row => row.Direction == SummaryRow);
        var text = summary < 0 ? null : rows[summary].Text;
        if (summary >= 0)
        {
            rows.RemoveAt(summary);
        }

        // With the question and its answer, two more will stand between the first of them and the next question.
        var isNew = rows.Count - Math.Max(0, summary);
        Forget(rows);
        return new Past([
            .. rows.TakeLast(wanted.Length)
                .Select(row => new EarlierMessage(row.Direction == (short)MessageDirection.In, Spoken(row)) { Media = row.Media }),
        ])
        {
            Summary = wanted.Length > 0 ? text : null,
            IsMoreWaiting = isMoreWaiting,
            IsSummaryDue = wanted.IsSummarized && wanted.Length > 0 && isNew >= Math.Max(wanted.Length - 1, EnoughToSummarize),
        };
    }

    /// <summary>What was not answered is not told to the model with the next question either.</summary>
    private static void Forget(List<Row> rows)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (!rows[i].IsRefusal)
            {
                continue;
            }

            rows.RemoveAt(i);
            while (i > 0 && rows[i - 1].Direction == (short)MessageDirection.In)
            {
                rows.RemoveAt(--i);
            }
        }
    }

    private static MessageMedia? MediaIn(NpgsqlDataReader row) =>
        row.IsDBNull(4) ? null : JsonSerializer.Deserialize(row.GetString(4), ConversationJson.Default.MessageMedia);

    /// <summary>Who sends a photo without a word has said something all the same.</summary>
    private static string Spoken(Row row) =>
        row is { Text.Length: 0, Media: { } media } ? $"{media.Sign} {media.Words}".TrimEnd() : row.Text;

    private readonly record struct Row(short Direction, string Text, MessageMedia? Media, bool IsRefusal);
}

/// <param name="Length">How many messages at most.</param>
public sealed record HistoryWanted(Guid ConversationId, Guid BeforeMessageId, int Length)
{
    /// <summary>What is older than that is wanted in short.</summary>
    public bool IsSummarized { get; init; }

    /// <summary>Of the chat, when it is to be known whether something waits there already.</summary>
    public long? Lane { get; init; }
}

/// <summary>What was said before a question.</summary>
/// <param name="Messages">The last ones word for word, oldest first.</param>
public sealed record Past(IReadOnlyList<EarlierMessage> Messages)
{
    public static readonly Past Nothing = new([]);

    /// <summary>What was said before them, in short; null when nobody has summed it up.</summary>
    public string? Summary { get; init; }

    /// <summary>The next question will not see all of them, and no summary has them yet.</summary>
    public bool IsSummaryDue { get; init; }

    /// <summary>Something came from the chat after the question.</summary>
    public bool IsMoreWaiting { get; init; }
}

/// <summary>One message of the past, whoever it was from.</summary>
public sealed record EarlierMessage(bool FromContact, string Text)
{
    /// <summary>What it carried besides the text; null for nothing.</summary>
    public MessageMedia? Media { get; init; }

    /// <summary>What the model sees of it.</summary>
    public IReadOnlyList<SeenPicture> Pictures { get; init; } = [];
}

/// <summary>A picture for the eyes of a model.</summary>
public sealed record SeenPicture(string ContentType, ReadOnlyMemory<byte> Content);
