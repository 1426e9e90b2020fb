using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Channels;

/// <summary>
/// Puts the parts of an album together: channels deliver each photo as a message of its own, and one answer is wanted. The first part waits in
/// its lane until none has come for a moment; the others gather behind it, in the database, so that nothing is lost whatever happens meanwhile.
/// </summary>
public sealed class Albums(HotPath hotPath, JobQueue queue, TimeProvider clock)
{
    /// <summary>Telegram sends the parts one right after the other.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(700);

    private const int MostBehind = 50;

    /// <param name="read">Makes a message of what was stored; null for what is none.</param>
    /// <returns>All parts and the jobs of those behind the first; null when the job was put off because more may come.</returns>
    public async Task<Album?> CollectAsync(ClaimedJob job, IncomingMessage first, Func<byte[], IncomingMessage?> read, CancellationToken ct)
    {
        var parts = new List<IncomingMessage>();
        var jobIds = new List<long>();
        var lastCameAt = DateTimeOffset.MinValue;
        await using (
            var find = hotPath.Database.CreateCommand(
                """
                select id, payload, created_at from jobs
                where lane = $1 and kind = $2 and id >= $3 and state in (0, 1) order by id limit $4
                """
            )
        )
        {
            find.Parameters.Add(new NpgsqlParameter<long> { TypedValue = job.Lane!.Value });
            find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Kind });
            find.Parameters.Add(new NpgsqlParameter<long> { TypedValue = job.Id });
            find.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostBehind });
            await using var rows = await find.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var id = rows.GetInt64(0);
                var part = id == job.Id ? first : read(rows.GetFieldValue<byte[]>(1));
                if (part?.AlbumId != first.AlbumId || part!.Kind == IncomingKind.Edit)
                {
                    continue;
                }

                lastCameAt = rows.GetFieldValue<DateTimeOffset>(2);
                parts.Add(part);
                if (id != job.Id)
                {
                    jobIds.Add(id);
                }
            }
        }

        if (lastCameAt + Quiet > clock.GetUtcNow())
        {
            await queue.PostponeAsync(job, lastCameAt + Quiet, ct);
            return null;
        }

        // The caption may be at any part; it is what the album says.
        var text = parts.Find(part => part.Text.Length > 0)?.Text ?? "";
        return new Album(first with { Text = text, AlbumParts = parts }, jobIds);
    }
}

/// <param name="Message">The first part, with the album's text and all its parts.</param>
/// <param name="JobIds">Jobs of the other parts.</param>
public sealed record Album(IncomingMessage Message, IReadOnlyList<long> JobIds);
