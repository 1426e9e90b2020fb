using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Channels;

/// <summary>The job that sends what a turn said, piece by piece, and notes what came of it.</summary>
public sealed class DeliverMessage(
    ChannelTypes channels,
    LiveConnections connections,
    OutgoingMessages stored,
    DeliveryCommit commit,
    ChatAvailability availability,
    BotProblems problems,
    JobQueue queue,
    TimeProvider clock
) : IJobHandler
{
    /// <summary>A chat moves once, when a group grows; more would be a circle.</summary>
    private const int MostMoves = 2;

    public string Kind => OutgoingJob.Kind;

    public JobRules Rules { get; } =
        new(MaxAttempts: 10, MaxInFlight: 800, FirstPause: TimeSpan.FromSeconds(1), LongestPause: TimeSpan.FromMinutes(10));

    public async Task HandleAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken ct)
    {
        if (jobs.Count == 1)
        {
            await DeliverAsync(jobs[0], ct);
            return;
        }

        await Task.WhenAll(jobs.Select(job => DeliverAsync(job, ct)));
    }

    private async Task DeliverAsync(ClaimedJob job, CancellationToken ct)
    {
        var payload = OutgoingJob.FromPayload(job.Payload);
        var outgoing = job.Hint as OutgoingHint ?? await stored.FindAsync(payload, ct);
        if (
            outgoing is null
            || await connections.FindAsync(outgoing.Conversation.BotId, outgoing.Conversation.Channel, ct) is not { } connection
        )
        {
            // The bot, its connection or the conversation is gone.
            await commit.AddAsync(new DeliveryOutcome(job, payload, MessageStatus.Failed) { Error = "channels.disconnected" });
            return;
        }

        var channel = channels[outgoing.Conversation.Channel];
        var chat = outgoing.Conversation.Chat;
        var pieces = outgoing.Messages.SelectMany(message => channel.Split(message.Outgoing!)).ToList();
        string? externalId = null;
        var moves = 0;
        for (var sent = payload.PiecesSent; sent < pieces.Count; sent++)
        {
            switch (await channel.SendAsync(connection, chat, pieces[sent], ct))
            {
                case Delivery.Sent arrived:
                    externalId = arrived.ExternalId;
                    if (sent + 1 < pieces.Count)
                    {
                        payload = payload with { PiecesSent = sent + 1 };
                        await commit.AddAsync(new DeliveryOutcome(job, payload, MessageStatus.Queued));
                    }

                    break;

                case Delivery.Moved moved when moves++ < MostMoves:
                    await availability.MoveAsync(
                        connection.BotId,
                        connection.Channel,
                        chat.ChatId,
                        moved.NewChatId,
                        CancellationToken.None
                    );
                    chat = chat with { ChatId = moved.NewChatId };
                    sent--;
                    break;

                case var trouble:
                    await TakeTroubleAsync(job, payload, connection, chat, trouble);
                    return;
            }
        }

        await commit.AddAsync(new DeliveryOutcome(job, payload, MessageStatus.Sent) { ExternalId = externalId });
        // Sending proves the token, and says nothing of how messages come in.
        await problems.ClearAsync(connection.BotId, connection.Channel + ".unauthorized", CancellationToken.None);
    }

    private async Task TakeTroubleAsync(ClaimedJob job, OutgoingJob payload, LiveConnection connection, ChatAddress chat, Delivery trouble)
    {
        switch (trouble)
        {
            case Delivery.RateLimited limit:
                await queue.PostponeAsync(job, clock.GetUtcNow() + limit.After, CancellationToken.None);
                break;

            case Delivery.Blocked blocked:
                await availability.ChangeAsync(connection.BotId, connection.Channel, chat.ChatId, canWrite: false, CancellationToken.None);
                await commit.AddAsync(new DeliveryOutcome(job, payload, MessageStatus.Blocked) { Error = blocked.Reason });
                break;

            case Delivery.Refused refused:
                await GiveUpAsync(job, payload, refused.Reason);
                break;

            case Delivery.Unauthorized:
                await problems.ReportAsync(
                    connection.AccountId,
                    connection.BotId,
                    connection.Channel + ".unauthorized",
                    null,
                    CancellationToken.None
                );
                await TryAgainAsync(job, payload, "The token is not valid any more.");
                break;

            case Delivery.Unreachable unreachable:
                await TryAgainAsync(job, payload, unreachable.Reason);
                break;

            default:
                await GiveUpAsync(job, payload, "The chat moves in circles.");
                break;
        }
    }

    private Task TryAgainAsync(ClaimedJob job, OutgoingJob payload, string error) =>
        job.Attempts + 1 < Rules.MaxAttempts
            ? queue.FailAsync(job, Rules, error, CancellationToken.None)
            : GiveUpAsync(job, payload, error);

    /// <summary>The job stays as a dead letter, and the transcript shows that the message did not arrive.</summary>
    private Task GiveUpAsync(ClaimedJob job, OutgoingJob payload, string error) =>
        commit.AddAsync(new DeliveryOutcome(job, payload, MessageStatus.Failed) { Error = error, IsDead = true });
}
