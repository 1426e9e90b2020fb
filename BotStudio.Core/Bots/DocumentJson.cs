using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>The document's JSON form: what the API takes, the database keeps and an export holds.</summary>
public static class DocumentJson
{
    public static readonly JsonSerializerOptions Options = Create();

    public static string Write(BotDocument document) => JsonSerializer.Serialize(document, Options);

    public static int SizeBytes(BotDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, Options).Length;

    /// <summary>Reads what this product wrote.</summary>
    /// <exception cref="JsonException">It is not a document: the database was tampered with.</exception>
    public static BotDocument Read(string json) =>
        Parse(json) is { Succeeded: true, Value: { } document } ? document : throw new JsonException("Not a bot document.");

    /// <summary>Reads what somebody sent.</summary>
    /// <returns><c>document.not_json</c>, <c>document.invalid</c> (with its place), <c>document.too_new</c> or <c>document.too_large</c>.</returns>
    public static Outcome<BotDocument> Parse(string json)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(json) > BotDocument.MaxSizeBytes)
        {
            return new Problem("document.too_large", BotDocument.MaxSizeBytes);
        }

        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return new Problem("document.not_json");
        }

        if (root is not JsonObject document)
        {
            return new Problem("document.not_json");
        }

        if (DocumentUpgrades.Apply(document) is { } problem)
        {
            return problem;
        }

        try
        {
            return document.Deserialize<BotDocument>(Options)!;
        }
        catch (JsonException e)
        {
            return new Problem("document.invalid", e.Path ?? "$").At(PointerFrom(e.Path));
        }
    }

    /// <summary>JSON pointer of a System.Text.Json path: <c>$.commands[2].name</c> → <c>/commands/2/name</c>.</summary>
    private static string PointerFrom(string? path) => (path ?? "$").TrimStart('$').Replace('[', '/').Replace("]", "").Replace('.', '/');

    private static JsonSerializerOptions Create()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(ResponseTypes.Register);
        return new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = resolver,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
    }
}
