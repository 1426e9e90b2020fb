using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Forms;

/// <summary>A form by itself as JSON: the same as within a document.</summary>
public static class FormJson
{
    private const string Place = "/forms/0";

    /// <returns><c>document.not_json</c>, or <c>document.invalid</c> for each place in the form.</returns>
    public static Outcome<Form> Parse(string json)
    {
        if (DocumentJson.ParseObject(json) is not { } form)
        {
            return new Problem("document.not_json");
        }

        var document = DocumentJson.Parse(new JsonObject { ["name"] = "-", ["forms"] = new JsonArray(form) });
        return document.Value is { } read
            ? read.Forms[0]
            : Outcome<Form>.Refused([
                .. document.Problems.Select(problem => problem with { Place = Within(problem.Place), Args = [Within(problem.Place)] }),
            ]);
    }

    private static string Within(string? place) =>
        place?.StartsWith(Place, StringComparison.Ordinal) == true && place.Length > Place.Length ? place[Place.Length..] : "/";
}
