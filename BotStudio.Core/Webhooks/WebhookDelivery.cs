using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Data;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Webhooks;

public enum WebhookStatus
{
    /// <summary>Not sent yet, or to be tried again.</summary>
    Waiting,

    /// <summary>The other side answered with success.</summary>
    Delivered,

    /// <summary>Given up on.</summary>
    Failed,

    /// <summary>The other side said that it wants no more of it (410).</summary>
    Gone,
}

/// <summary>One message to an address of an owner's, and everything that came of it. The same body is sent at each try.</summary>
public sealed class WebhookDelivery : IBelongsToAccount
{
    public const int MaxEventTypeLength = 60;

    /// <summary>Tries that are kept; each holds the beginning of an answer.</summary>
    public const int MaxKeptAttempts = 30;

    /// <summary>Characters of an answer that are kept.</summary>
    public const int MaxKeptAnswer = 2048;

    /// <summary>How long deliveries are kept after they were made.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>After so many failures in a row (about 13 minutes) the bot's card shows it.</summary>
    public const int FailuresThatAreNews = 4;

    /// <summary>Pauses after the first failure, the second and so on: a day in all.</summary>
    internal static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(8),
        TimeSpan.FromHours(8),
    ];

    /// <summary>A server may ask for a longer pause than planned, up to this.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(8);

    private WebhookDelivery() { }

    /// <summary>A call that was made outside of the queue and failed, for the log: nobody tries it again.</summary>
    /// <param name="problem">Why it counts as failed; the answer itself may look well.</param>
    public static WebhookDelivery Failed(
        Guid accountId,
        Guid botId,
        string eventType,
        string url,
        string body,
        OutboundAnswer answer,
        Problem problem,
        DateTimeOffset now
    )
    {
        var delivery = new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            AccountId = accountId,
            BotId = botId,
            EventType = eventType,
            Url = StoredText.Cut(url, OutboundHttp.MaxUrlLength),
            Body = StoredText.Clean(body),
            CreatedAt = now,
            IsOnce = true,
        };
        delivery.Note(answer, now);
        delivery.Finish(WebhookStatus.Failed);
        delivery.LastProblem = problem.Code;
        var attempt = delivery.Log[^1] with
        {
            Problem = problem.Code,
            Detail = problem.Args is [var detail, ..] ? Convert.ToString(detail, CultureInfo.InvariantCulture) : null,
        };
        delivery.AttemptLog = JsonSerializer.Serialize([attempt], WebhookJson.Default.Attempts);
        return delivery;
    }

    /// <summary>Also <c>webhook-id</c>, under which the other side recognises a repeat.</summary>
    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>What happened: <c>form.completed</c>.</summary>
    public string EventType { get; private set; } = "";

    public string Url { get; private set; } = "";

    /// <summary>JSON, as it is sent and signed.</summary>
    public string Body { get; private set; } = "";

    public WebhookStatus Status { get; private set; }

    /// <summary>Grows when somebody has it sent again: the job of an earlier round does nothing any more.</summary>
    public int Round { get; private set; }

    /// <summary>Failures in this round.</summary>
    public int Failures { get; private set; }

    /// <summary>Tries in all rounds.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is tried next; null when it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>HTTP status of the last answer; null when there was none.</summary>
    public int? LastStatusCode { get; private set; }

    /// <summary>Code of the problem of the last try; null when it succeeded, or there was none yet.</summary>
    public string? LastProblem { get; private set; }

    /// <summary>The latest <see cref="MaxKeptAttempts"/> tries as JSON, oldest first.</summary>
    public string AttemptLog { get; private set; } = "[]";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>A question whose answer was wanted then: sending it again would help nobody.</summary>
    public bool IsOnce { get; private set; }

    public IReadOnlyList<WebhookAttempt> Log => JsonSerializer.Deserialize(AttemptLog, WebhookJson.Default.Attempts)!;

    /// <summary>Takes what a try has come to and decides how it goes on.</summary>
    public void Note(OutboundAnswer answer, DateTimeOffset now)
    {
        var answered = answer as OutboundAnswer.Answered;
        Attempts++;
        LastStatusCode = answered?.Status ?? (answer as OutboundAnswer.TooLarge)?.Status;
        LastProblem = answer.Problem?.Code;
        AttemptLog = JsonSerializer.Serialize(
            [.. Log.TakeLast(MaxKeptAttempts - 1), WebhookAttempt.Of(answer, LastStatusCode, now)],
            WebhookJson.Default.Attempts
        );

        // An answer that is too large is an answer: nobody reads it here.
        if (LastStatusCode is >= 200 and < 300)
        {
            Finish(WebhookStatus.Delivered);
        }
        else if (LastStatusCode == 410)
        {
            Finish(WebhookStatus.Gone);
        }
        else if (answer is OutboundAnswer.Refused || ++Failures > Pauses.Count)
        {
            Finish(WebhookStatus.Failed);
        }
        else
        {
            var wanted = answered?.RetryAfter ?? TimeSpan.Zero;
            var planned = Pauses[Failures - 1];
            NextAttemptAt =
                now
                + (
                    wanted <= planned ? planned
                    : wanted < LongestPause ? wanted
                    : LongestPause
                );
        }
    }

    /// <summary>Begins again from the first try, whatever came of it before.</summary>
    public void SendAgain(DateTimeOffset now)
    {
        Status = WebhookStatus.Waiting;
        Round++;
        Failures = 0;
        NextAttemptAt = now;
    }

    private void Finish(WebhookStatus status)
    {
        Status = status;
        NextAttemptAt = null;
    }
}

/// <summary>One try.</summary>
/// <param name="At">When it was over.</param>
/// <param name="StatusCode">HTTP status of the answer; null when there was none.</param>
/// <param name="Problem">Code of what went wrong; null for success.</param>
/// <param name="Answer">Beginning of the answer; null when there was none.</param>
public sealed record WebhookAttempt(DateTimeOffset At, int? StatusCode, string? Problem, int DurationMs, string? Answer)
{
    /// <summary>Value for the problem's text, where it is none of our limits; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>The problem in words; its texts take the status, the limit in seconds or the limit in KB.</summary>
    [JsonIgnore]
    public Problem? AsProblem =>
        Problem is null ? null
        : Detail is not null ? new Problem(Problem, Detail)
        : !Problem.StartsWith("outbound.", StringComparison.Ordinal) ? new Problem(Problem)
        : Problem == "outbound.status" ? new Problem(Problem, StatusCode ?? 0)
        : Problem == "outbound.too_large" ? new Problem(Problem, OutboundHttp.MaxAnswerBytes / 1024)
        : new Problem(Problem, (int)OutboundHttp.Limit.TotalSeconds);

    internal static WebhookAttempt Of(OutboundAnswer answer, int? status, DateTimeOffset now) =>
        new(
            now,
            status,
            answer.Problem?.Code,
            (int)answer.Took.TotalMilliseconds,
            answer is OutboundAnswer.Answered { Body.Length: > 0 } said
                ? StoredText.Cut(StoredText.Clean(said.Text), WebhookDelivery.MaxKeptAnswer)
                : null
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<WebhookAttempt>), TypeInfoPropertyName = "Attempts")]
internal sealed partial class WebhookJson : JsonSerializerContext;
