using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Channels;

/// <summary>The job that turns what a channel stored into turns of conversations.</summary>
public sealed class ReceiveUpdates(
    IChannel channel,
    LiveConnections connections,
    ReceiveMessages conversations,
    ChatAvailability availability,
    Albums albums,
    JobQueue queue
) : IJobHandler
{
    /// <summary>What channels call content that they do not know yet.</summary>
    public const string UnknownKind = "unknown";

    public string Kind => KindOf(channel.Name);

    public JobRules Rules { get; } = new(8, MaxInFlight: 800, FirstPause: TimeSpan.FromSeconds(1), LongestPause: TimeSpan.FromMinutes(5));

    public static string KindOf(string channel) => channel + ".receive";

    public async Task HandleAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken ct)
    {
        var turns = new List<IncomingTurn>(jobs.Count);
        var work = new List<Task>();
        foreach (var job in jobs)
        {
            var connection = await connections.FindAsync(job.SubjectId!.Value, channel.Name, ct);
            if (connection is null)
            {
                // Disconnected since: there is nobody to answer for.
                work.Add(queue.DoneAsync(job, ct));
                continue;
            }

            switch (job.Hint as Received ?? channel.Read(job.Payload, connection).Content)
            {
                case Received.Message { Incoming: { IsForBot: true, AlbumId: not null, Kind: not IncomingKind.Edit } part }
                    when job.Lane is not null:
                    work.Add(TakeAlbumAsync(job, connection, part, ct));
                    break;

                case Received.Message { Incoming: { IsForBot: true } message }:
                    if (message.MediaKind == UnknownKind)
                    {
                        ChannelMetrics.UnknownMessages.Add(1, new KeyValuePair<string, object?>("channel", channel.Name));
                    }

                    turns.Add(new IncomingTurn(job, connection.AccountId, connection.BotId, channel.Name, message));
                    break;

                case Received.Availability change:
                    work.Add(ApplyAsync(job, change, ct));
                    break;

                case Received.ChatMoved moved:
                    work.Add(ApplyAsync(job, moved, ct));
                    break;

                case Received.Refused refused:
                    work.Add(queue.DieAsync(job, "Refused: " + refused.Reason, ct));
                    break;

                default:
                    work.Add(queue.DoneAsync(job, ct));
                    break;
            }
        }

        if (turns.Count > 0)
        {
            work.Add(conversations.RunAsync(turns, ct));
        }

        await Task.WhenAll(work);
    }

    private async Task TakeAlbumAsync(ClaimedJob job, LiveConnection connection, IncomingMessage part, CancellationToken ct)
    {
        var album = await albums.CollectAsync(
            job,
            part,
            body => (channel.Read(body, connection).Content as Received.Message)?.Incoming,
            ct
        );
        if (album is not null)
        {
            await conversations.RunAsync(
                [new IncomingTurn(job, connection.AccountId, connection.BotId, channel.Name, album.Message) { AlsoEnds = album.JobIds }],
                ct
            );
        }
    }

    private async Task ApplyAsync(ClaimedJob job, Received.Availability change, CancellationToken ct)
    {
        await availability.ChangeAsync(job.SubjectId!.Value, channel.Name, change.ChatId, change.CanWrite, ct);
        await queue.DoneAsync(job, ct);
    }

    private async Task ApplyAsync(ClaimedJob job, Received.ChatMoved moved, CancellationToken ct)
    {
        await availability.MoveAsync(job.SubjectId!.Value, channel.Name, moved.OldChatId, moved.NewChatId, ct);
        await queue.DoneAsync(job, ct);
    }
}
