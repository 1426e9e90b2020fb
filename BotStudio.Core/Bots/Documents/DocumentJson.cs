using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Documents;

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
        if (Encoding.UTF8.GetByteCount(json) > BotDocument.MaxSizeBytes)
        {
            return new Problem("document.too_large", BotDocument.MaxSizeBytes);
        }

        return ParseObject(json) is { } document ? Parse(document) : new Problem("document.not_json");
    }

    /// <summary>Reads what was sent as a part of something else. Every member that is wrong is listed, so that a file is put right in one go.</summary>
    /// <param name="document">Changed on the way.</param>
    /// <inheritdoc cref="Parse(string)"/>
    internal static Outcome<BotDocument> Parse(JsonObject document)
    {
        if (Encoding.UTF8.GetByteCount(document.ToJsonString(Options)) > BotDocument.MaxSizeBytes)
        {
            return new Problem("document.too_large", BotDocument.MaxSizeBytes);
        }

        return DocumentUpgrades.Apply(document) is { } problem ? problem : DocumentShape.Read(document);
    }

    /// <returns>Null when it is no JSON object, or one with a member twice. Characters that cannot be kept are gone.</returns>
    internal static JsonObject? ParseObject(string json)
    {
        try
        {
            var root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
            DocumentShape.Clean(root);
            return root;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonSerializerOptions Create()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(ResponseTypes.Register);
        resolver.Modifiers.Add(FieldTypes.Register);
        resolver.Modifiers.Add(EndingTypes.Register);
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
