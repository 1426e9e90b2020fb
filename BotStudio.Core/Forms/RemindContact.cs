using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Forms;

/// <summary>
/// Reminds a contact who stopped in the middle of a form, once. First the job waits outside of any lane until the silence has lasted long enough; then
/// it comes again in the chat's lane, so that it never speaks while the contact does.
/// </summary>
public sealed class RemindContact(
    FindConversations conversations,
    LiveSnapshots snapshots,
    TurnCommit commit,
    MessageIds ids,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    public override string Kind => RemindLater.Kind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var payload = JsonSerializer.Deserialize(job.Payload, FormsJson.Default.RemindPayload)!;
        var conversation = await conversations.FindAsync(payload.ConversationId, ct);
        if (
            conversation?.Reference.Situation is not { State.Form: { WasReminded: false } progress } situation
            || progress.EntryId != payload.EntryId
        )
        {
            return;
        }

        var due = progress.LastAt.AddMinutes(payload.Minutes);
        if (due > clock.GetUtcNow())
        {
            await WaitAsync(job, due, ct);
        }
        else if (situation.TakenOver?.HoldsAt(clock.GetUtcNow()) == true || situation.Contact.IsStopped)
        {
            // A person is talking to them, or they asked to be left alone.
        }
        else if (job.Lane is null)
        {
            await Queue.EnqueueAsync(
                new NewJob(job.AccountId, Kind, job.Payload)
                {
                    SubjectId = job.SubjectId,
                    Lane = Lane.Incoming(conversation.Reference.BotId, conversation.Reference.Chat.ChatId),
                },
                ct
            );
        }
        else
        {
            await RemindAsync(job, conversation, ct);
        }
    }

    /// <summary>They have answered meanwhile. Nothing may wait in the chat's lane.</summary>
    private Task WaitAsync(ClaimedJob job, DateTimeOffset due, CancellationToken ct) =>
        job.Lane is null
            ? Queue.PostponeAsync(job, due, ct)
            : Queue.EnqueueAsync(new NewJob(job.AccountId, Kind, job.Payload) { SubjectId = job.SubjectId, DueAt = due }, ct);

    private async Task RemindAsync(ClaimedJob job, KnownConversation conversation, CancellationToken ct)
    {
        var (reference, person) = conversation;
        if (await snapshots.FindAsync(reference.BotId, ct) is not { } bot)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var silence = new IncomingMessage
        {
            ChatId = reference.Chat.ChatId,
            ChatKind = reference.Chat.Kind,
            ThreadId = reference.Chat.ThreadId,
            From = person,
            Kind = IncomingKind.Text,
        };
        var language = bot.LanguageOf(reference.Situation.Contact, person);
        var turn = new TurnContext(bot, silence, reference.Situation, language, now)
        {
            Reason = new ReplyReason(ReplyStep.Form, Version: bot.Number),
        };
        if (FormTalk.Remind(turn) is { } reply)
        {
            await commit.AddAsync(
                new Turn(job, reference)
                {
                    Said = [.. reply.Messages.Select(message => SpokenMessage.Said(ids.Next(), message, reply.Reason, now))],
                    State = reply.State,
                    Effects = reply.Effects,
                }
            );
        }
    }
}
