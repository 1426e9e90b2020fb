using System.Text.Json;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Forms;

/// <summary>
/// Looks after a while whether the contact has stopped in the middle. The job waits outside of the chat's lane, where it would hold up what the
/// contact writes meanwhile.
/// </summary>
public sealed record RemindLater(Guid EntryId, int Minutes, DateTimeOffset At) : TurnEffect
{
    public const string Kind = "forms.remind";

    public override bool LeavesWork => true;

    public override NpgsqlBatchCommand ToSql(EffectScope scope) =>
        new LaterJob(
            new NewJob(
                scope.Conversation.AccountId,
                Kind,
                JsonSerializer.SerializeToUtf8Bytes(
                    new RemindPayload(scope.Conversation.Id, EntryId, Minutes),
                    FormsJson.Default.RemindPayload
                )
            )
            {
                SubjectId = scope.Conversation.BotId,
                DueAt = At,
            }
        ).ToSql(scope);
}
