using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Webhooks;

namespace BotStudio.Core.Conversations.Calls;

/// <summary>Puts the engine's question to the owner's server, in live traffic, in the simulator and in the editor alike.</summary>
public sealed class CallOwner(OutboundHttp http, WebhookSecrets secrets, TimeProvider clock)
{
    /// <summary>What happened, in the log and in <c>type</c> of the message.</summary>
    public const string EventType = "command.called";

    public async Task<OwnerCall> RunAsync(WebhookRequest request, BotSnapshot bot, CallOrigin origin, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var sent = OutgoingWebhooks.BodyOf(
            new WebhookToSend(origin.AccountId, origin.BotId, EventType, request.Url, DataOf(request, origin)) { IsTest = origin.IsTest },
            now
        );
        var body = Encoding.UTF8.GetBytes(sent);
        var signing = await secrets.OfAsync(origin.AccountId, origin.BotId, ct);
        var answer = await http.PostJsonAsync(request.Url, body, WebhookSignature.Headers(origin.Id.ToString(), now, body, signing), ct);
        var read = answer is OutboundAnswer.Answered { IsSuccess: true } success
            ? CallAnswer.Read(success, bot, request.Language)
            : answer.Problem!;
        return new OwnerCall(sent, answer, read);
    }

    private static JsonObject DataOf(WebhookRequest request, CallOrigin origin)
    {
        var message = origin.Message;
        var contact = origin.Situation.Contact;
        return new JsonObject
        {
            ["command"] = request.Command,
            ["arguments"] = request.Arguments,
            ["text"] = message.Text,
            ["language"] = request.Language,
            ["conversationId"] = origin.ConversationId,
            ["chat"] = new JsonObject
            {
                ["channel"] = origin.Channel,
                ["id"] = message.ChatId,
                ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(message.ChatKind.ToString()),
                ["title"] = message.ChatTitle,
            },
            ["contact"] = new JsonObject
            {
                ["id"] = origin.ContactId,
                ["externalId"] = message.From.ExternalId,
                ["firstName"] = message.From.FirstName,
                ["lastName"] = message.From.LastName,
                ["username"] = message.From.Username,
                ["source"] = contact.Source,
                ["tags"] = new JsonArray([.. contact.Tags.Select(tag => (JsonNode)tag)]),
                ["fields"] = new JsonObject(contact.Fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))),
            },
        };
    }
}

/// <summary>Of which message a call is.</summary>
/// <param name="Id">The same when the call is made again after a crash; <c>webhook-id</c>.</param>
public sealed record CallOrigin(Guid Id, Guid AccountId, Guid BotId, string Channel, IncomingMessage Message, Situation Situation)
{
    /// <summary>Null where nothing is stored: in the simulator.</summary>
    public Guid? ConversationId { get; init; }

    public Guid? ContactId { get; init; }

    /// <summary>Somebody of the account tries it out; said to the server as <c>"test": true</c>.</summary>
    public bool IsTest { get; init; }
}

/// <summary>A call and what came of it.</summary>
/// <param name="Sent">JSON as it was sent and signed.</param>
/// <param name="Answer">What is to be done; or why the server's answer cannot be used, or why there is none.</param>
public sealed record OwnerCall(string Sent, OutboundAnswer Http, Outcome<CallAnswer> Answer);
