using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Forms;

/// <summary>Leaves one ending of a form that was filled in to a job of its own, so that one that fails holds up no other.</summary>
public sealed record FinishLater(FinishedForm Form, FormEnding Ending) : TurnEffect
{
    public const string Notify = "forms.notify";
    public const string Webhook = "forms.webhook";
    public const string Lead = "forms.lead";

    public override bool LeavesWork => true;

    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var payload = new FinishPayload(
            Form,
            JsonSerializer.Serialize(Ending, DocumentJson.Options),
            scope.Conversation.ContactId,
            scope.Conversation.Id,
            scope.Conversation.BotId
        );
        return new LaterJob(
            new NewJob(
                scope.Conversation.AccountId,
                Ending switch
                {
                    WebhookEnding => Webhook,
                    LeadEnding => Lead,
                    _ => Notify,
                },
                JsonSerializer.SerializeToUtf8Bytes(payload, FormsJson.Default.FinishPayload)
            )
            {
                SubjectId = scope.Conversation.BotId,
            }
        ).ToSql(scope);
    }
}
