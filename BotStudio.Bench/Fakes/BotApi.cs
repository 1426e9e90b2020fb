using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using BotStudio.Bench.Load;
using Microsoft.AspNetCore.Http;

namespace BotStudio.Bench.Fakes;

/// <summary>As much of Telegram's Bot API as a bot with commands and AI uses. Every message that is sent is noted in the ledger.</summary>
internal sealed class BotApi(Ledger ledger) : IAsyncDisposable
{
    /// <summary>Telegram's default (setWebhook, max_connections).</summary>
    private const int DefaultMaxConnections = 40;

    private readonly ConcurrentDictionary<string, Webhook> webhooks = new();
    private LoopbackServer? server;
    private long messages;

    public Uri Address => server!.Address;

    /// <summary>Messages that bots sent so far.</summary>
    public long Sent => Interlocked.Read(ref messages);

    /// <summary>Calls so far of the other methods.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new();

    public async Task StartAsync(CancellationToken ct) => server = await LoopbackServer.StartAsync(HandleAsync, ct);

    /// <summary>Where the bot's updates go; null when it was never told.</summary>
    public Webhook? WebhookOf(string token) => webhooks.GetValueOrDefault(token);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        // /bot<token>/<method>
        var path = context.Request.Path.Value!;
        var slash = path.LastIndexOf('/');
        if (!path.StartsWith("/bot", StringComparison.Ordinal) || slash < 5)
        {
            context.Answer("""{"ok":false,"error_code":404,"description":"Not Found"}"""u8, StatusCodes.Status404NotFound);
            return;
        }

        var method = path[(slash + 1)..];
        if (method.Equals("sendMessage", StringComparison.OrdinalIgnoreCase))
        {
            await SendMessageAsync(context);
            return;
        }

        var token = path[4..slash];
        Calls.AddOrUpdate(method, 1, (_, count) => count + 1);
        switch (method.ToUpperInvariant())
        {
            case "GETME":
                context.Answer(Me(token));
                return;

            case "SENDMESSAGEDRAFT":
                var (chatId, shown) = await context.ReadBodyAsync(ReadMessage);
                ledger.Shown(chatId, shown, Stopwatch.GetTimestamp());
                break;

            case "SETWEBHOOK":
                webhooks[token] = await context.ReadBodyAsync(ReadWebhook);
                break;

            case "DELETEWEBHOOK":
                webhooks.TryRemove(token, out _);
                break;

            case "GETWEBHOOKINFO":
                context.Answer(Info(WebhookOf(token)));
                return;
        }

        context.Answer("""{"ok":true,"result":true}"""u8);
    }

    private async ValueTask SendMessageAsync(HttpContext context)
    {
        var (chatId, text) = await context.ReadBodyAsync(ReadMessage);
        ledger.Answered(chatId, text, Stopwatch.GetTimestamp());

        Span<byte> answer = stackalloc byte[256];
        Utf8.TryWrite(
            answer,
            CultureInfo.InvariantCulture,
            $$$"""{"ok":true,"result":{"message_id":{{{Interlocked.Increment(ref messages)}}},"chat":{"id":{{{chatId}}},"type":"private"},"date":1800000000}}""",
            out var length
        );
        context.Answer(answer[..length]);
    }

    private static (long ChatId, string Text) ReadMessage(ReadOnlySequence<byte> body)
    {
        var (chatId, text) = (0L, "");
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("chat_id"u8))
            {
                reader.Read();
                chatId = long.Parse(reader.Text(), CultureInfo.InvariantCulture);
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                text = reader.Text();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return (chatId, text);
    }

    private static Webhook ReadWebhook(ReadOnlySequence<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        return new Webhook(
            new Uri(root.GetProperty("url").GetString()!),
            root.TryGetProperty("secret_token", out var secret) ? secret.GetString() : null,
            root.TryGetProperty("max_connections", out var connections) ? connections.GetInt32() : DefaultMaxConnections
        );
    }

    private static byte[] Me(string token)
    {
        var id = token[..token.IndexOf(':', StringComparison.Ordinal)];
        return Encoding.UTF8.GetBytes(
            $$$"""{"ok":true,"result":{"id":{{{id}}},"is_bot":true,"first_name":"Bench {{{id}}}","username":"bench_{{{id}}}_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}}"""
        );
    }

    private static byte[] Info(Webhook? webhook) =>
        Encoding.UTF8.GetBytes(
            $$$"""{"ok":true,"result":{"url":"{{{webhook?.Url}}}","has_custom_certificate":false,"pending_update_count":0,"max_connections":{{{webhook?.MaxConnections ?? DefaultMaxConnections}}}}}"""
        );
}

/// <param name="Secret">Comes back in the header <c>X-Telegram-Bot-Api-Secret-Token</c> of every delivery.</param>
/// <param name="MaxConnections">Deliveries of the bot under way at a time, at most.</param>
internal sealed record Webhook(Uri Url, string? Secret, int MaxConnections);
