using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Documents;

/// <summary>
/// Reads JSON as a document and lists all that has not its shape. The reader stops at the first mistake, so what it stops at is taken out and it
/// reads again.
/// </summary>
internal sealed class DocumentShape
{
    private const int MaxProblems = 50;

    private readonly JsonObject document;
    private readonly List<string> wrong = [];

    /// <summary>Of lists that something was taken out of: where each of the rest was at first.</summary>
    private readonly Dictionary<JsonArray, List<int>> positions = [];

    private DocumentShape(JsonObject document) => this.document = document;

    /// <returns>The document, or <c>document.invalid</c> for each place.</returns>
    public static Outcome<BotDocument> Read(JsonObject document)
    {
        var shape = new DocumentShape(document);
        var read = shape.Read();
        return read is not null && shape.wrong.Count == 0
            ? read
            : Outcome<BotDocument>.Refused([
                .. shape.wrong.Select(place => new Problem("document.invalid", place.Length > 0 ? place : "/").At(place)),
            ]);
    }

    private BotDocument? Read()
    {
        while (true)
        {
            try
            {
                return document.Deserialize<BotDocument>(DocumentJson.Options);
            }
            catch (JsonException e)
            {
                var place = JsonPlace.FromPath(e.Path);
                var written = AsWritten(place);
                // What misses something only because it was taken out is not wrong by itself.
                if (!wrong.Any(known => known.StartsWith(written + "/", StringComparison.Ordinal)))
                {
                    wrong.Add(written);
                }

                if (wrong.Count == MaxProblems || !TakeOut(place))
                {
                    return null;
                }
            }
        }
    }

    private bool TakeOut(string place)
    {
        var end = place.LastIndexOf('/');
        if (end >= 0 && JsonPlace.Find(document, place[..end]) is JsonArray items)
        {
            Positions(items).RemoveAt(int.Parse(place[(end + 1)..], CultureInfo.InvariantCulture));
        }

        return JsonPlace.Remove(document, place);
    }

    private string AsWritten(string place)
    {
        JsonNode? node = document;
        var written = "";
        foreach (var step in JsonPlace.Steps(place))
        {
            written +=
                "/"
                + (
                    node is JsonArray items && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                        ? Positions(items)[index].ToString(CultureInfo.InvariantCulture)
                        : JsonPlace.Escape(step)
                );
            node = JsonPlace.Find(node, "/" + JsonPlace.Escape(step));
        }

        return written;
    }

    private List<int> Positions(JsonArray items)
    {
        if (!positions.TryGetValue(items, out var original))
        {
            positions[items] = original = [.. Enumerable.Range(0, items.Count)];
        }

        return original;
    }

    /// <summary>Takes out what the database cannot keep: NUL in texts, and texts that are none (half a character).</summary>
    public static void Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    if (Cleaned(value) is { } clean)
                    {
                        members[name] = clean;
                    }
                    else
                    {
                        Clean(value);
                    }
                }

                break;

            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Cleaned(items[i]) is { } clean)
                    {
                        items[i] = clean;
                    }
                    else
                    {
                        Clean(items[i]);
                    }
                }

                break;
        }
    }

    /// <returns>Null when nothing has to be done.</returns>
    private static string? Cleaned(JsonNode? node)
    {
        if (node?.GetValueKind() != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            var text = node.GetValue<string>();
            var clean = StoredText.Clean(text);
            return ReferenceEquals(text, clean) ? null : clean;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, escaped.
            return "";
        }
    }
}
