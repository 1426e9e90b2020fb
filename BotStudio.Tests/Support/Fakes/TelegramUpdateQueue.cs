using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>
/// A bot's updates until they are confirmed: delivered to the webhook as the server does it (tdlib/telegram-bot-api, WebhookActor: one in
/// flight a chat, tried again until 2xx, Retry-After obeyed), or handed out by getUpdates with its rules.
/// </summary>
public sealed class TelegramUpdateQueue(TelegramServer server) : IDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private readonly Lock gate = new();
    private readonly List<Update> pending = [];
    private readonly HashSet<string> inFlight = [];
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource firstTry = NewSignal();
    private TaskCompletionSource changed = NewSignal();
    private CancellationTokenSource? poller;
    private bool pollerWasKilledByWebhook;
    private long lastUpdateId = 700_000_000;
    private HashSet<string>? allowed;

    /// <summary>Empty while none is set.</summary>
    public string WebhookUrl { get; private set; } = "";

    public string? Secret { get; private set; }

    public int MaxConnections { get; private set; } = 40;

    /// <summary>Null while all of the default kinds are wanted.</summary>
    public IReadOnlyCollection<string>? AllowedUpdates => allowed;

    public int PendingCount
    {
        get
        {
            lock (gate)
            {
                return pending.Count;
            }
        }
    }

    /// <summary>Every attempt to deliver: update id and the status that came back, 0 for no answer.</summary>
    public ConcurrentQueue<(long UpdateId, int Status)> Deliveries { get; } = [];

    public string? LastError { get; private set; }

    /// <summary>How often getUpdates was refused because somebody else receives the updates.</summary>
    public int Conflicts { get; private set; }

    /// <summary>What the webhook last asked to wait.</summary>
    public TimeSpan? LastRetryAfter { get; private set; }

    public void Dispose() => closing.Cancel();

    /// <summary>Adds an update under a new id, unless the bot does not want its kind.</summary>
    /// <param name="order">Updates of one order are delivered one after another.</param>
    /// <returns>The id; null when nothing was added.</returns>
    public long? Add(string kind, JsonObject content, string order)
    {
        lock (gate)
        {
            if (allowed is not null && !allowed.Contains(kind))
            {
                return null;
            }

            var id = ++lastUpdateId;
            pending.Add(new Update(id, order, new JsonObject { ["update_id"] = id, [kind] = content }.ToJsonString()));
            Changed();
            return id;
        }
    }

    /// <summary>Done when the webhook has answered for the first time.</summary>
    public Task TriedAsync() => firstTry.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The next update gets this number: after a quiet week Telegram begins anew, maybe lower.</summary>
    public void NumberFrom(long id)
    {
        lock (gate)
        {
            lastUpdateId = id - 1;
        }
    }

    /// <summary>Done when no getUpdates call is open.</summary>
    public Task NobodyPollsAsync() => UntilAsync(() => poller is null);

    /// <summary>Done when nothing is pending any more.</summary>
    public Task EmptyAsync() => UntilAsync(() => pending.Count == 0);

    internal BotApiAnswer SetWebhook(JsonObject body)
    {
        var url = body["url"]?.GetValue<string>() ?? "";
        var secret = body["secret_token"]?.GetValue<string>();
        if (url.Length > 0)
        {
            CheckWebhook(url, secret);
        }

        lock (gate)
        {
            WebhookUrl = url;
            Secret = secret;
            MaxConnections = body["max_connections"]?.GetValue<int>() ?? 40;
            SetAllowed(body);
            Drop(body);
            pollerWasKilledByWebhook = url.Length > 0;
            poller?.Cancel();
            Changed();
        }

        return BotApiAnswer.Ok(true);
    }

    internal BotApiAnswer DeleteWebhook(JsonObject body)
    {
        lock (gate)
        {
            WebhookUrl = "";
            Secret = null;
            Drop(body);
            Changed();
        }

        return BotApiAnswer.Ok(true);
    }

    internal BotApiAnswer WebhookInfo()
    {
        lock (gate)
        {
            var info = new JsonObject
            {
                ["url"] = WebhookUrl,
                ["has_custom_certificate"] = false,
                ["pending_update_count"] = pending.Count,
            };
            if (WebhookUrl.Length > 0)
            {
                info["max_connections"] = MaxConnections;
            }

            if (LastError is not null)
            {
                info["last_error_date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
                info["last_error_message"] = LastError;
            }

            if (allowed is not null)
            {
                info["allowed_updates"] = new JsonArray([.. allowed.Select(kind => (JsonNode)kind)]);
            }

            return BotApiAnswer.Ok(info);
        }
    }

    internal async Task<BotApiAnswer> GetUpdatesAsync(JsonObject body, CancellationToken ct)
    {
        var offset = body["offset"]?.GetValue<long>() ?? 0;
        var limit = Math.Clamp(body["limit"]?.GetValue<int>() ?? 100, 1, 100);
        var timeout = TimeSpan.FromSeconds(Math.Clamp(body["timeout"]?.GetValue<int>() ?? 0, 0, 50));
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(ct);
        lock (gate)
        {
            if (WebhookUrl.Length > 0)
            {
                return Conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
            }

            SetAllowed(body);
            pending.RemoveAll(update => update.Id < offset);
            pollerWasKilledByWebhook = false;
            poller?.Cancel();
            poller = mine;
            Changed();
        }

        try
        {
            return await WaitForUpdatesAsync(limit, timeout, mine.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Conflict(
                pollerWasKilledByWebhook
                    ? "terminated by setWebhook request"
                    : "terminated by other getUpdates request; make sure that only one bot instance is running"
            );
        }
        finally
        {
            lock (gate)
            {
                poller = poller == mine ? null : poller;
                Changed();
            }
        }
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (isSo())
                {
                    return;
                }

                next = changed.Task;
            }

            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException silence)
            {
                throw new TimeoutException(
                    $"{PendingCount} updates stay; deliveries: {string.Join(", ", Deliveries.TakeLast(10))}.",
                    silence
                );
            }
        }
    }

    private sealed record Update(long Id, string Order, string Json)
    {
        public int Attempts { get; set; }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BotApiAnswer Conflict(string why)
    {
        Conflicts++;
        return BotApiAnswer.Error(409, "Conflict: " + why);
    }

    // https everywhere; http only on loopback, as if a proxy in front of the application had ended TLS.
    private static void CheckWebhook(string url, string? secret)
    {
        var isUrl = Uri.TryCreate(url, UriKind.Absolute, out var address);
        if (!isUrl || (address!.Scheme != "https" && !address.IsLoopback))
        {
            throw new BotApiException("bad webhook: An HTTPS URL must be provided for webhook");
        }

        if (!address.IsLoopback && address.Port is not (80 or 88 or 443 or 8443))
        {
            throw new BotApiException("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
        }

        if (secret?.Length > 256)
        {
            throw new BotApiException("secret token is too long");
        }

        if (secret is not null && !secret.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
        {
            throw new BotApiException("secret token contains unallowed characters");
        }
    }

    private void SetAllowed(JsonObject body)
    {
        if (body["allowed_updates"] is { } kinds)
        {
            var wanted = kinds.AsArray().Select(kind => kind!.GetValue<string>()).ToHashSet();
            allowed = wanted.Count == 0 ? null : wanted;
        }
    }

    private void Drop(JsonObject body)
    {
        if (body["drop_pending_updates"]?.GetValue<bool>() == true)
        {
            pending.Clear();
        }
    }

    private async Task<BotApiAnswer> WaitForUpdatesAsync(int limit, TimeSpan timeout, CancellationToken ct)
    {
        var end = TimeProvider.System.GetUtcNow() + timeout;
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (pending.Count > 0)
                {
                    return BotApiAnswer.Ok(new JsonArray([.. pending.Take(limit).Select(update => JsonNode.Parse(update.Json))]));
                }

                next = changed.Task;
            }

            var left = end - TimeProvider.System.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return BotApiAnswer.Ok(new JsonArray());
            }

            await Task.WhenAny(next, Task.Delay(left, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    // Under the gate: tells whoever waits, and starts deliveries of what has become first in its order.
    private void Changed()
    {
        changed.TrySetResult();
        changed = NewSignal();
        if (WebhookUrl.Length == 0)
        {
            return;
        }

        foreach (var update in pending)
        {
            if (inFlight.Count < MaxConnections && inFlight.Add(update.Order))
            {
                _ = Task.Run(() => DeliverAsync(update));
            }
        }
    }

    private async Task DeliverAsync(Update update)
    {
        string url;
        string? secret;
        lock (gate)
        {
            (url, secret) = (WebhookUrl, Secret);
        }

        var pause = TimeSpan.Zero;
        var isDone = false;
        if (url.Length > 0)
        {
            (isDone, pause) = await PostAsync(update, url, secret);
            // The first repeat comes at once.
            pause = pause == TimeSpan.Zero && update.Attempts++ > 0 ? server.RetryPause : pause;
            await Task.Delay(isDone ? TimeSpan.Zero : pause, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (gate)
        {
            if (isDone)
            {
                pending.Remove(update);
            }

            inFlight.Remove(update.Order);
            if (!closing.IsCancellationRequested)
            {
                Changed();
            }
        }
    }

    private async Task<(bool IsDone, TimeSpan Pause)> PostAsync(Update update, string url, string? secret)
    {
        try
        {
            var address = server.Gateway is { } gateway ? new Uri(gateway, new Uri(url).PathAndQuery) : new Uri(url);
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            request.Content = new StringContent(update.Json, Encoding.UTF8, "application/json");
            if (secret is not null)
            {
                request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
            }

            using var response = await Http.SendAsync(request, closing.Token);
            Deliveries.Enqueue((update.Id, (int)response.StatusCode));
            LastRetryAfter = response.Headers.RetryAfter?.Delta ?? LastRetryAfter;
            firstTry.TrySetResult();
            if (!response.IsSuccessStatusCode)
            {
                LastError = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Wrong response from the webhook: {(int)response.StatusCode} {response.ReasonPhrase}"
                );
            }

            return (response.IsSuccessStatusCode, response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException)
        {
            Deliveries.Enqueue((update.Id, 0));
            LastError = "Connection refused";
            return (false, server.RetryPause);
        }
    }
}
