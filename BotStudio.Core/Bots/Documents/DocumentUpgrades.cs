using System.Text.Json.Nodes;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Documents;

/// <summary>Steps that bring a document of an older schema to the current one. Versions in the database stay as they were written.</summary>
public static class DocumentUpgrades
{
    /// <summary>Step n turns schema n+1 into n+2; a new schema appends one.</summary>
    private static readonly IReadOnlyList<Action<JsonObject>> Steps = [];

    /// <returns><c>document.too_new</c> when a newer product wrote it; <c>document.invalid</c> when the schema is no number.</returns>
    public static Problem? Apply(JsonObject document)
    {
        var schema = 1;
        if (document["schema"] is { } node && (node is not JsonValue value || !value.TryGetValue(out schema) || schema < 1))
        {
            return new Problem("document.invalid", "$.schema").At("/schema");
        }

        if (schema > BotDocument.CurrentSchema)
        {
            return new Problem("document.too_new", schema, BotDocument.CurrentSchema).At("/schema");
        }

        foreach (var step in Steps.Skip(schema - 1))
        {
            step(document);
        }

        document["schema"] = BotDocument.CurrentSchema;
        return null;
    }
}
