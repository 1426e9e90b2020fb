using System.Text.Encodings.Web;
using System.Text.Json;

namespace BotStudio.Web.Webhooks;

/// <summary>What goes to an owner's server and what may come back, for those who write it. The whole of it is in docs/webhooks.md.</summary>
internal static class WebhookExamples
{
    public const string Answer = """
        {
          "text": "Order **117** is on its way.",
          "buttons": [[
            { "text": "Track it", "url": "https://example.com/117" },
            { "text": "Help", "command": "help" },
            { "text": "Cancel it", "send": "cancel 117" }
          ]],
          "fields": { "city": "Kyiv" },
          "tags": { "add": ["vip"] },
          "run": "help"
        }
        """;

    /// <summary>Node.js, without a library; the ways of other languages are in docs/webhooks.md.</summary>
    public const string Check = """
        import { createHmac, timingSafeEqual } from "node:crypto";

        // body: the raw bytes of the request, before JSON.parse
        function isFromBot(headers, body, secret) {
          const age = Math.abs(Date.now() / 1000 - Number(headers["webhook-timestamp"]));
          if (!(age < 300)) return false;
          const expected = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"))
            .update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`)
            .update(body)
            .digest();
          return headers["webhook-signature"].split(" ").some((signature) => {
            const given = Buffer.from(signature.slice("v1,".length), "base64");
            return given.length === expected.length && timingSafeEqual(given, expected);
          });
        }
        """;

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public const string Call = """
        POST  Content-Type: application/json
        webhook-id: 019aa1c0-…   webhook-timestamp: 1763683200
        webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

        {
          "type": "command.called",
          "timestamp": "2026-11-21T00:00:00Z",
          "botId": "0199f3d2-…",
          "data": {
            "command": "order",
            "arguments": "117",
            "text": "/order 117",
            "language": "en",
            "conversationId": "0199f4aa-…",
            "chat": { "channel": "telegram", "id": "100", "kind": "private", "title": null },
            "contact": {
              "id": "0199f4ab-…", "externalId": "100",
              "firstName": "Olena", "lastName": null, "username": "olena",
              "source": null, "tags": ["vip"], "fields": { "city": "Kyiv" }
            }
          }
        }
        """;

    /// <summary>The JSON with line breaks; as it is when it is none.</summary>
    public static string Indented(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(parsed.RootElement, Readable);
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
