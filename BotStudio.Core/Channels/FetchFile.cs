using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Channels;

/// <summary>The job that fetches what a contact sent and keeps it. The transcript shows it a moment after the message.</summary>
public sealed class FetchFile(KeepSentFile files, FindConversations conversations, JobQueue queue, TimeProvider clock) : JobHandler(queue)
{
    public override string Kind => FetchFileJob.Kind;

    /// <summary>Files are large beside messages: only some at a time, so that they leave the line to the answers.</summary>
    public override JobRules Rules { get; } =
        new(MaxAttempts: 10, MaxInFlight: 8, FirstPause: TimeSpan.FromSeconds(2), LongestPause: TimeSpan.FromMinutes(10));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var wanted = FetchFileJob.FromPayload(job.Payload);
        if (await conversations.FindAsync(wanted.ConversationId, ct) is not { } conversation)
        {
            return;
        }

        if (await files.KeepAsync(conversation.Reference, wanted.MessageId, ct) is not SentFile.NotNow later)
        {
            return;
        }

        if (later.After is { } pause)
        {
            await Queue.PostponeAsync(job, clock.GetUtcNow() + pause, CancellationToken.None);
            return;
        }

        // After the last time the transcript says so, and the job stays as a dead letter that can be tried again.
        if (job.Attempts + 1 >= Rules.MaxAttempts)
        {
            await files.GiveUpAsync(conversation.Reference, wanted.MessageId);
        }

        await Queue.FailAsync(job, Rules, later.Reason, CancellationToken.None);
    }
}
