using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;
using BotStudio.Bench.Fakes;

namespace BotStudio.Bench.Load;

/// <summary>
/// Delivers the updates of one bot as Telegram does (tdlib/telegram-bot-api, WebhookActor): of a chat one at a time, up to the webhook's limit of
/// chats at a time, and what was not accepted again: at once, then after 2, 4, 8 s, or when the product says.
/// </summary>
internal sealed class WebhookSender(Webhook webhook, WebhookConnections connections) : IDisposable
{
    private const int LongestPauseSeconds = 60;

    private static readonly TimeSpan PauseWhenNobodyListens = TimeSpan.FromSeconds(1);

    private readonly byte[] head = Encoding.ASCII.GetBytes(
        $"POST {webhook.Url.PathAndQuery} HTTP/1.1\r\nHost: {webhook.Url.Authority}\r\nContent-Type: application/json\r\nConnection: keep-alive\r\nAccept-Encoding: gzip, deflate\r\n"
            + (webhook.Secret is null ? "" : $"X-Telegram-Bot-Api-Secret-Token: {webhook.Secret}\r\n")
            + "Content-Length: "
    );

    private readonly IPEndPoint server = new(IPAddress.Parse(webhook.Url.Host), webhook.Url.Port);
    private readonly Lock gate = new();
    private readonly Queue<Chat> ready = new();
    private int inFlight;

    /// <summary>Deliveries that were not accepted, by what the product answered or how the connection broke.</summary>
    public ConcurrentDictionary<string, int> Refused { get; } = new();

    public void Send(Update update)
    {
        lock (gate)
        {
            update.Chat.Waiting.Enqueue(update);
            if (update.Chat.IsBusy)
            {
                return;
            }

            update.Chat.IsBusy = true;
            ready.Enqueue(update.Chat);
        }

        Deliver();
    }

    /// <summary>Gives up what was not accepted yet.</summary>
    public void GiveUp(Chat chat)
    {
        lock (gate)
        {
            chat.Waiting.Clear();
        }
    }

    public void Dispose() => connections.Dispose();

    private void Deliver()
    {
        lock (gate)
        {
            if (inFlight == webhook.MaxConnections || ready.Count == 0)
            {
                return;
            }

            inFlight++;
        }

        _ = DeliverAsync(connections.Take(server));
    }

    /// <summary>Delivers for as long as a chat is ready.</summary>
    private async Task DeliverAsync(WebhookConnection connection)
    {
        var request = new byte[head.Length + 1024];
        head.CopyTo(request, 0);
        while (Next() is { } update)
        {
            var sentAt = Stopwatch.GetTimestamp();
            update.SentAt = update.SentAt == 0 ? sentAt : update.SentAt;
            var length = head.Length + WriteBody(update, request.AsSpan(head.Length));
            try
            {
                var answer = await connection.PostAsync(request.AsMemory(0, length));
                if (answer.IsAccepted)
                {
                    Accepted(update, sentAt, Stopwatch.GetTimestamp());
                }
                else
                {
                    Later(update.Chat, string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status}"), answer.RetryAfterSeconds);
                }
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                Later(update.Chat, "nobody listens", PauseWhenNobodyListens);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                Later(update.Chat, "connection broke", retryAfterSeconds: 0);
            }
        }

        connections.GiveBack(connection);
    }

    /// <summary>The next update to deliver; null, and one delivery less in flight, when no chat is ready.</summary>
    private Update? Next()
    {
        lock (gate)
        {
            while (ready.TryDequeue(out var chat))
            {
                if (chat.Waiting.TryPeek(out var update))
                {
                    return update;
                }

                chat.IsBusy = false;
            }

            inFlight--;
            return null;
        }
    }

    private void Accepted(Update update, long sentAt, long now)
    {
        lock (gate)
        {
            update.AckTicks = now - sentAt;
            update.AcceptedAt = now;
            var chat = update.Chat;
            chat.Refusals = 0;
            if (chat.Waiting.TryPeek(out var current) && current == update)
            {
                chat.Waiting.Dequeue();
            }

            ready.Enqueue(chat);
        }
    }

    private void Later(Chat chat, string refusal, int retryAfterSeconds)
    {
        var refusals = ++chat.Refusals;
        var pause =
            retryAfterSeconds > 0 ? retryAfterSeconds
            : refusals == 1 ? 0
            : Math.Min(LongestPauseSeconds, 1 << Math.Min(refusals - 1, 6));
        Later(chat, refusal, TimeSpan.FromSeconds(pause));
    }

    private void Later(Chat chat, string refusal, TimeSpan pause)
    {
        Refused.AddOrUpdate(refusal, 1, (_, count) => count + 1);
        _ = ComeBackAsync();

        async Task ComeBackAsync()
        {
            await Task.Delay(pause);
            lock (gate)
            {
                ready.Enqueue(chat);
            }

            Deliver();
        }
    }

    /// <summary>Writes the length, the empty line and the update as Telegram writes it.</summary>
    /// <returns>Bytes written.</returns>
    private static int WriteBody(Update update, Span<byte> target)
    {
        const int LengthDigits = 3;
        const int BodyStart = LengthDigits + 4;
        var id = update.Chat.Id;
        var text = Ledger.Write(update);
        var entities = update.Text == Text.Ping ? ""","entities":[{"offset":0,"length":5,"type":"bot_command"}]""" : "";
        Utf8.TryWrite(
            target[BodyStart..],
            CultureInfo.InvariantCulture,
            $$$"""{"update_id":{{{update.Number}}},"message":{"message_id":{{{update.Number}}},"from":{"id":{{{id}}},"is_bot":false,"first_name":"User","username":"user{{{id}}}","language_code":"en"},"chat":{"id":{{{id}}},"first_name":"User","username":"user{{{id}}}","type":"private"},"date":{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}},"text":"{{{text}}}"{{{entities}}}}}""",
            out var length
        );
        Utf8.TryWrite(target, CultureInfo.InvariantCulture, $"{length:D3}\r\n\r\n", out _);
        return BodyStart + length;
    }
}
