using BotStudio.Core.Data;
using BotStudio.Core.Webhooks;
using Npgsql;

namespace BotStudio.Core.Conversations;

/// <summary>A turn that tells a server of the owner's what happened. Sent once the turn is committed, see <see cref="OutgoingWebhooks"/>.</summary>
public sealed record LaterWebhook(WebhookToSend Webhook) : TurnEffect
{
    /// <summary>Of the delivery: the same when the statement is run twice.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(OutgoingWebhooks.InsertSql(first: 3, condition: WhileLeased));
        var parameters = statement.Parameters;
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [Id] });
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [Webhook.AccountId] });
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [Webhook.BotId] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [Webhook.EventType] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [Webhook.Url] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [StoredText.Clean(OutgoingWebhooks.BodyOf(Webhook, scope.Now))] });
        parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [OutgoingWebhooks.PayloadOf(Id)] });
        parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [scope.Now] });
        return statement;
    }
}
