using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Outbound;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Notices.Push;

/// <summary>The job that hands a notice to a browser's maker (RFC 8030). A browser that is gone is forgotten.</summary>
public sealed class SendPush(PlatformDb platformDb, PushKeys keys, OutboundHttp http, JobQueue queue, TimeProvider clock)
    : JobHandler(queue)
{
    public const string JobKind = "notices.push";

    /// <summary>After that it is no news any more.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private const int MaxTitleLength = 120;
    private const int MaxTextLength = 400;

    public override string Kind => JobKind;

    public override JobRules Rules { get; } =
        new(MaxAttempts: 6, MaxInFlight: 16, FirstPause: TimeSpan.FromSeconds(30), LongestPause: TimeSpan.FromHours(1));

    internal static NewJob JobOf(Guid accountId, Guid subscriptionId, NoticeWords words, string? path) =>
        new(
            accountId,
            JobKind,
            JsonSerializer.SerializeToUtf8Bytes(
                new PushJob(
                    subscriptionId,
                    new PushMessage(StoredText.Cut(words.Title, MaxTitleLength), StoredText.Cut(words.Text, MaxTextLength), path)
                ),
                PushJson.Default.PushJob
            )
        );

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var (subscriptionId, message) = JsonSerializer.Deserialize(job.Payload, PushJson.Default.PushJob)!;
        await using var db = platformDb.Open();
        var browser = await db.PushSubscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == subscriptionId, ct);
        if (browser is null)
        {
            return;
        }

        var plain = JsonSerializer.SerializeToUtf8Bytes(message, PushJson.Default.PushMessage);
        var answer = await http.SendAsync(
            new OutboundRequest(HttpMethod.Post, browser.Endpoint)
            {
                Body = PushEncryption.Encrypt(plain, browser.PublicKey, browser.Secret),
                ContentEncoding = "aes128gcm",
                Headers = new Dictionary<string, string>
                {
                    ["Authorization"] = await keys.AuthorizeAsync(new Uri(browser.Endpoint), ct),
                    ["TTL"] = $"{(int)KeptFor.TotalSeconds}",
                    ["Urgency"] = "normal",
                },
            },
            ct
        );
        switch (answer)
        {
            case OutboundAnswer.Answered { Status: 404 or 410 } or OutboundAnswer.Refused:
                await db.PushSubscriptions.Where(s => s.Id == subscriptionId).ExecuteDeleteAsync(ct);
                break;
            case OutboundAnswer.Answered { Status: 429, RetryAfter: { } pause }:
                await Queue.PostponeAsync(job, clock.GetUtcNow() + pause, ct);
                break;
            case { Problem: not null }:
                throw new InvalidOperationException($"The browser's maker did not take the notice: {answer.Problem.Code}");
        }
    }
}

internal sealed record PushJob(Guid SubscriptionId, PushMessage Message);

/// <summary>What the browser's worker shows (wwwroot/js/push-worker.js).</summary>
/// <param name="Path">Where a click leads.</param>
internal sealed record PushMessage(string Title, string Text, string? Path);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PushJob))]
[JsonSerializable(typeof(PushMessage))]
internal sealed partial class PushJson : JsonSerializerContext;
