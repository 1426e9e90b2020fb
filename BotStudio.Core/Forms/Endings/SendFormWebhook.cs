using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Jobs;
using BotStudio.Core.Settings;
using BotStudio.Core.Webhooks;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Forms.Endings;

/// <summary>Sends the answers to the owner's address; docs/webhooks.md describes the message.</summary>
public sealed class SendFormWebhook(
    PlatformDb platformDb,
    OutgoingWebhooks webhooks,
    IOptions<SiteOptions> site,
    JobQueue queue,
    TimeProvider clock
) : EndingJob(platformDb, queue, clock)
{
    public const string EventType = "form.completed";

    public override string Kind => FinishLater.Webhook;

    protected override Task FinishAsync(BotStudioDb db, Guid accountId, FinishPayload finished, FormEnding ending, CancellationToken ct) =>
        webhooks.EnqueueAsync(
            db,
            new WebhookToSend(accountId, finished.BotId, EventType, ((WebhookEnding)ending).Url, DataOf(finished, site.Value.PublicUrl)),
            ct
        );

    internal static JsonObject DataOf(FinishPayload finished, Uri? publicUrl)
    {
        var form = finished.Form;
        var answers = new JsonObject();
        foreach (var answer in form.Answers)
        {
            answers[answer.Key] = ValueOf(answer);
        }

        return new JsonObject
        {
            ["entryId"] = form.EntryId,
            ["form"] = new JsonObject { ["id"] = form.FormId, ["name"] = form.FormName },
            ["version"] = form.Version,
            ["conversationId"] = finished.ConversationId,
            ["contact"] = new JsonObject
            {
                ["id"] = finished.ContactId,
                ["name"] = form.ContactName,
                ["username"] = form.ContactUsername,
                ["language"] = form.Language,
            },
            ["startedAt"] = form.StartedAt.UtcDateTime,
            ["completedAt"] = form.CompletedAt.UtcDateTime,
            ["answers"] = answers,
            ["fields"] = new JsonArray([.. form.Answers.Select(answer => (JsonNode)FieldOf(answer, finished.BotId, publicUrl))]),
        };
    }

    /// <summary>As little as a program needs: a number is a number, several choices are a list, what was skipped is null.</summary>
    private static JsonNode? ValueOf(EntryAnswer answer) =>
        answer.Text.Length == 0 ? null
        : answer.Number is { } number ? JsonValue.Create(number)
        : answer.Type == "multiselect"
            ? new JsonArray([
                .. (answer.Options ?? []).Select(option => (JsonNode)option.Label),
                .. answer.Value is { } other ? [(JsonNode)other] : Array.Empty<JsonNode>(),
            ])
        : answer.Type is "text" or "email" or "phone" or "date" ? answer.Value
        : answer.Type == "location" ? LocationField.MapLink(answer.Media)
        : answer.Type == "photo" ? answer.Media?.FileId?.ToString()
        : answer.Text;

    private static JsonObject FieldOf(EntryAnswer answer, Guid botId, Uri? publicUrl)
    {
        var field = new JsonObject
        {
            ["id"] = answer.FieldId,
            ["key"] = answer.Key,
            ["type"] = answer.Type,
            ["label"] = answer.Label,
            ["text"] = answer.Text,
        };
        if (answer.Options is { } options)
        {
            field["options"] = new JsonArray([
                .. options.Select(option => (JsonNode)new JsonObject { ["id"] = option.Id, ["label"] = option.Label }),
            ]);
            field["other"] = answer.Value;
        }

        if (answer.Media is { Latitude: { } latitude, Longitude: { } longitude } place)
        {
            field["location"] = new JsonObject
            {
                ["latitude"] = latitude,
                ["longitude"] = longitude,
                ["title"] = place.Title,
                ["address"] = place.Address,
                ["mapUrl"] = LocationField.MapLink(place),
            };
        }

        if (answer is { Type: "photo", Media: { } picture })
        {
            var path = picture.FileId is { } file ? $"/api/v1/bots/{botId}/files/{file}" : null;
            field["file"] = new JsonObject
            {
                ["id"] = picture.FileId,
                ["url"] = path is null || publicUrl is null ? path : new Uri(publicUrl, path).AbsoluteUri,
                ["name"] = picture.Name,
                ["contentType"] = picture.ContentType,
                ["sizeBytes"] = picture.SizeBytes,
                ["caption"] = answer.Value,
            };
        }

        return field;
    }
}
