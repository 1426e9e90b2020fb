using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BotStudio.Core.Bots.Documents;

/// <summary>
/// Finds what opens something: members called so (a secret, a token, a password), keys of header lists, and what looks like a key wherever it was
/// written. Works on the JSON, so that a part of the document that is added later is covered without a line here.
/// </summary>
public static partial class DocumentSecrets
{
    private const string Mask = "•••";

    /// <summary>Takes them out of the document.</summary>
    /// <returns>Their places, as JSON pointers.</returns>
    public static IReadOnlyList<string> TakeOut(JsonObject document)
    {
        var places = new List<string>();
        TakeOut(document, "", places);
        return places;
    }

    /// <summary>Whether something that is called so opens something.</summary>
    public static bool IsNameOfSecret(string name) => SecretName().IsMatch(name);

    private static void TakeOut(JsonNode? node, string place, List<string> places)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    var at = $"{place}/{JsonPlace.Escape(name)}";
                    if (IsText(value) && (SecretName().IsMatch(name) || (name == "value" && IsOfSecret(members))))
                    {
                        members.Remove(name);
                        places.Add(at);
                    }
                    else if (Masked(value) is { } masked)
                    {
                        members[name] = masked;
                        places.Add(at);
                    }
                    else
                    {
                        TakeOut(value, at, places);
                    }
                }

                break;

            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Masked(items[i]) is { } masked)
                    {
                        items[i] = masked;
                        places.Add($"{place}/{i}");
                    }
                    else
                    {
                        TakeOut(items[i], $"{place}/{i}", places);
                    }
                }

                break;
        }
    }

    /// <summary>A header, say: <c>{"name": "Authorization", "value": "…"}</c>, or what says itself that it is one.</summary>
    private static bool IsOfSecret(JsonObject members) =>
        (members["name"] is JsonValue named && named.TryGetValue(out string? name) && SecretName().IsMatch(name))
        || (members["isSecret"] is JsonValue said && said.TryGetValue(out bool isSecret) && isSecret);

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0;

    /// <returns>Null when there is no secret in it.</returns>
    private static string? Masked(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) && Secret().IsMatch(text) ? Secret().Replace(text, Mask) : null;

    [GeneratedRegex(
        @"(secret|token|password|passphrase|api[-_]?key|authorization)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SecretName();

    /// <summary>Telegram's bot tokens, Standard Webhooks' secrets, OpenAI's and Anthropic's keys, a password in an address.</summary>
    [GeneratedRegex(
        @"\b\d{6,12}:[A-Za-z0-9_-]{35}\b|\bwhsec_[A-Za-z0-9+/=_-]{16,}|\bsk-[A-Za-z0-9_-]{20,}|(?<=://)[^/\s:@]+:[^/\s:@]+(?=@)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Secret();
}
