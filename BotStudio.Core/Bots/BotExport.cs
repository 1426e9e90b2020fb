using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>
/// A bot as one JSON file: the document in an envelope that names its format, so that a file from elsewhere is recognised, and with the files that
/// the document shows. Secrets and connections stay where they are.
/// </summary>
public sealed record BotExport
{
    public const string FormatName = "botstudio.bot";

    /// <summary>Of the envelope; the document inside has a schema of its own.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Bytes of the whole file. The document takes at most <see cref="BotDocument.MaxSizeBytes"/> of them.</summary>
    public const int MaxSizeBytes = 24 * 1024 * 1024;

    /// <summary>Bytes of the files in it before they are written as Base64, which takes a third more.</summary>
    public const long MaxFileBytes = 16 * 1024 * 1024;

    public static readonly Problem TooLarge = new("import.too_large", MaxSizeBytes / 1024 / 1024);

    private static readonly JsonSerializerOptions Indented = new(DocumentJson.Options) { WriteIndented = true };

    public string Format { get; init; } = FormatName;

    public int Version { get; init; } = CurrentVersion;

    public DateTimeOffset? ExportedAt { get; init; }

    public required BotDocument Document { get; init; }

    /// <summary>Places (JSON pointers into the document) of secrets that were taken out, and of files that are too large: give them again.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public IReadOnlyList<ExportedFile> Files { get; init; } = [];

    /// <summary>Name for the file on disk: <c>coffee-on-the-corner.bot.json</c>.</summary>
    public string FileName => Slug(Document.Name) + ".bot.json";

    public string Write() =>
        JsonSerializer.Serialize(
            new JsonObject
            {
                ["format"] = Format,
                ["version"] = Version,
                ["exportedAt"] = ExportedAt,
                ["document"] = JsonSerializer.SerializeToNode(Document, DocumentJson.Options),
                ["leftOut"] = JsonSerializer.SerializeToNode(LeftOut, DocumentJson.Options),
                ["files"] = JsonSerializer.SerializeToNode(Files, DocumentJson.Options),
            },
            Indented
        );

    /// <summary>Reads what somebody brought: a file that <see cref="Write"/> made, or a bare document as <c>GET …/draft</c> gives it.</summary>
    /// <returns>
    /// Every problem with its place: <c>import.too_large</c>, <c>document.not_json</c>, <c>import.not_an_export</c>, <c>import.too_new</c>,
    /// <c>import.bad_file</c>, <c>document.invalid</c>, <c>document.too_new</c>, <c>document.too_large</c>.
    /// </returns>
    public static Outcome<BotExport> Parse(string json)
    {
        if (Encoding.UTF8.GetByteCount(json) > MaxSizeBytes)
        {
            return TooLarge;
        }

        if (DocumentJson.ParseObject(json) is not { } root)
        {
            return new Problem("document.not_json");
        }

        return root.ContainsKey("format") || root.ContainsKey("document") ? ParseEnvelope(root)
            : root.ContainsKey("name") ? ParseDocument(root, "").To(document => new BotExport { Document = document })
            : new Problem("import.not_an_export");
    }

    private static Outcome<BotExport> ParseEnvelope(JsonObject root)
    {
        if (Text(root["format"]) != FormatName || root["document"] is not JsonObject inside)
        {
            return new Problem("import.not_an_export");
        }

        if (root["version"] is not JsonValue version || !version.TryGetValue(out int number) || number < 1)
        {
            return new Problem("document.invalid", "$.version").At("/version");
        }

        if (number > CurrentVersion)
        {
            return new Problem("import.too_new", number, CurrentVersion).At("/version");
        }

        var (files, leftOut) = (root["files"] as JsonArray ?? [], root["leftOut"] as JsonArray ?? []);
        var problems = files.SelectMany((file, index) => ExportedFile.Check(file, $"/files/{index}")).ToList();
        var document = ParseDocument((JsonObject)inside.DeepClone(), "/document");
        problems.InsertRange(0, document.Problems);
        return problems.Count > 0
            ? Outcome<BotExport>.Refused(problems)
            : new BotExport
            {
                Version = number,
                ExportedAt = DateTimeOffset.TryParse(Text(root["exportedAt"]), CultureInfo.InvariantCulture, out var at) ? at : null,
                Document = document.Value!,
                LeftOut = [.. leftOut.Select(Text).OfType<string>()],
                Files = [.. files.Select(file => file.Deserialize<ExportedFile>(DocumentJson.Options)!)],
            };
    }

    private static Outcome<BotDocument> ParseDocument(JsonObject document, string place)
    {
        var parsed = DocumentJson.Parse(document);
        return parsed.Succeeded ? parsed : Outcome<BotDocument>.Refused([.. parsed.Problems.Select(problem => Below(place, problem))]);
    }

    private static Problem Below(string place, Problem problem) =>
        problem.Code == "document.invalid"
            ? new Problem(problem.Code, place + problem.Place).At(place + problem.Place)
            : problem.At(place + problem.Place);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Slug(string name)
    {
        var slug = string.Concat(name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        var words = string.Join('-', slug.Split('-', StringSplitOptions.RemoveEmptyEntries));
        return words.Length > 0 ? words : "bot";
    }
}

/// <summary>A file that the document shows, such as a picture of a reply.</summary>
/// <param name="Id">As the document names it.</param>
/// <param name="Content">Base64.</param>
public sealed record ExportedFile(string Id, string Name, string ContentType, string Content)
{
    internal static IEnumerable<Problem> Check(JsonNode? node, string place)
    {
        if (node is not JsonObject)
        {
            yield return new Problem("import.bad_file").At(place);
            yield break;
        }

        foreach (var member in (string[])["id", "name", "contentType", "content"])
        {
            if (
                node[member] is not JsonValue value
                || !value.TryGetValue(out string? text)
                || (member == "content" && !System.Buffers.Text.Base64.IsValid(text))
            )
            {
                yield return new Problem("import.bad_file").At($"{place}/{member}");
            }
        }
    }
}
