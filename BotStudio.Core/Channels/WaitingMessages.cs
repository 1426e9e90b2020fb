using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Bursts;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Channels;

internal sealed class WaitingMessages(HotPath hotPath, ChannelTypes channels, LiveConnections connections) : IWaitingMessages
{
    private const int MostBehind = 50;

    public async Task<IReadOnlyList<WaitingMessage>> BehindAsync(ClaimedJob job, ConversationRef conversation, CancellationToken ct)
    {
        var rows = await ReadAsync(job, ct);
        if (rows.Count == 0 || await connections.FindAsync(conversation.BotId, conversation.Channel, ct) is not { } connection)
        {
            return [];
        }

        var kind = ReceiveUpdates.KindOf(conversation.Channel);
        var found = new List<WaitingMessage>();
        foreach (var row in rows)
        {
            if (
                row.Kind != kind
                || row.State != JobState.Ready
                || channels[conversation.Channel].Read(row.Payload, connection).Content
                    is not Received.Message { Incoming: { Kind: not IncomingKind.Edit } message }
            )
            {
                break;
            }

            if (!message.IsForBot)
            {
                // Members of a group talk to each other in between.
                continue;
            }

            if (message.AlbumId is { } album && found.Count > 0 && found[^1].Message.AlbumId == album)
            {
                found[^1] = WithPart(found[^1], message, row);
            }
            else
            {
                found.Add(new WaitingMessage(message, [row.Id], row.CreatedAt));
            }
        }

        return found;
    }

    /// <summary>The caption may be at any part; it is what the album says.</summary>
    private static WaitingMessage WithPart(WaitingMessage album, IncomingMessage part, Row row)
    {
        var first = album.Message;
        return new WaitingMessage(
            first with
            {
                Text = first.Text.Length > 0 ? first.Text : part.Text,
                AlbumParts = [.. first.AlbumParts.Count > 0 ? first.AlbumParts : [first], part],
            },
            [.. album.JobIds, row.Id],
            row.CreatedAt
        );
    }

    private async Task<List<Row>> ReadAsync(ClaimedJob job, CancellationToken ct)
    {
        var rows = new List<Row>();
        if (job.Lane is not { } lane)
        {
            return rows;
        }

        await using var find = hotPath.Database.CreateCommand(
            """
            select id, kind, state, payload, created_at from jobs
            where lane = $1 and id > $2 and state in (0, 1, 2) order by id limit $3
            """
        );
        find.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lane });
        find.Parameters.Add(new NpgsqlParameter<long> { TypedValue = job.Id });
        find.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostBehind });
        await using var found = await find.ExecuteReaderAsync(ct);
        while (await found.ReadAsync(ct))
        {
            rows.Add(
                new Row(
                    found.GetInt64(0),
                    found.GetString(1),
                    (JobState)found.GetInt16(2),
                    found.GetFieldValue<byte[]>(3),
                    found.GetFieldValue<DateTimeOffset>(4)
                )
            );
        }

        return rows;
    }

    private sealed record Row(long Id, string Kind, JobState State, byte[] Payload, DateTimeOffset CreatedAt);
}
