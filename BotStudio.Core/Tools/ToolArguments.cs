using System.Text.Json;
using System.Text.Json.Nodes;

namespace BotStudio.Core.Tools;

/// <summary>
/// Reads what a model filled in, against the tool's parameters and nothing else: what it was not asked for is refused, so that no argument can name
/// somebody else's contact or bot.
/// </summary>
public static class ToolArguments
{
    /// <summary>Characters of one text.</summary>
    public const int MaxTextLength = 4000;

    /// <summary>Texts of one list.</summary>
    public const int MostItems = 50;

    /// <summary>Characters of all arguments together, as JSON.</summary>
    public const int MaxLength = 16_000;

    public static ReadArguments Read(string json, IReadOnlyList<ToolParameter> parameters)
    {
        if (json.Length > MaxLength)
        {
            return ReadArguments.Wrong($"The arguments are longer than {MaxLength} characters.");
        }

        JsonObject? given;
        try
        {
            // No arguments at all is how some providers say {}.
            given = string.IsNullOrWhiteSpace(json)
                ? []
                : JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 })
                    as JsonObject;
        }
        catch (JsonException)
        {
            given = null;
        }

        return given is null ? ReadArguments.Wrong("The arguments are not a JSON object.") : Read(given, parameters);
    }

    private static ReadArguments Read(JsonObject given, IReadOnlyList<ToolParameter> parameters)
    {
        var asked = parameters.Where(parameter => parameter.Value is null).ToDictionary(parameter => parameter.Name);
        List<string> mistakes = [.. given.Select(member => member.Key).Where(name => !asked.ContainsKey(name)).Select(UnknownName)];
        var values = new JsonObject();
        foreach (var parameter in asked.Values)
        {
            var value = given[parameter.Name];
            if (value is null)
            {
                if (parameter.IsRequired)
                {
                    mistakes.Add($"\"{parameter.Name}\" is missing.");
                }
            }
            else if (Mistake(parameter, value) is { } mistake)
            {
                mistakes.Add($"\"{parameter.Name}\" {mistake}");
            }
            else
            {
                values[parameter.Name] = value.DeepClone();
            }
        }

        return new ReadArguments(values, mistakes);
    }

    private static string UnknownName(string name) => $"There is no parameter \"{(name.Length <= 64 ? name : name[..64])}\".";

    private static string? Mistake(ToolParameter parameter, JsonNode value) =>
        parameter.Type switch
        {
            ToolParameterType.Number => value.GetValueKind() == JsonValueKind.Number ? null : "must be a number.",
            ToolParameterType.Integer => IsWhole(value) ? null : "must be a whole number.",
            ToolParameterType.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
                ? null
                : "must be true or false.",
            ToolParameterType.Enum => value.GetValueKind() == JsonValueKind.String && parameter.Choices.Contains(value.GetValue<string>())
                ? null
                : $"must be one of: {string.Join(", ", parameter.Choices.Select(choice => $"\"{choice}\""))}.",
            ToolParameterType.StringList => value is JsonArray { Count: <= MostItems } items
            && items.All(item => item is not null && MistakeInText(item) is null)
                ? null
                : $"must be a list of at most {MostItems} texts.",
            _ => MistakeInText(value) is { } mistake ? mistake
            : parameter.IsRequired && string.IsNullOrWhiteSpace(value.GetValue<string>()) ? "is empty."
            : null,
        };

    private static string? MistakeInText(JsonNode value) =>
        value.GetValueKind() != JsonValueKind.String ? "must be a text."
        : value.GetValue<string>().Length > MaxTextLength ? $"is longer than {MaxTextLength} characters."
        : null;

    private static bool IsWhole(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.Number
        && value.AsValue().TryGetValue(out decimal number)
        && number == decimal.Truncate(number);
}

/// <param name="Values">By the parameters' names; those that were left out are missing.</param>
/// <param name="Mistakes">In English, for the model; empty when all is well.</param>
public sealed record ReadArguments(JsonObject Values, IReadOnlyList<string> Mistakes)
{
    public bool AreRight => Mistakes.Count == 0;

    public static ReadArguments Wrong(string mistake) => new([], [mistake]);

    /// <summary>The text of a parameter, trimmed; null when it was left out or is blank.</summary>
    public string? Text(string name) =>
        Values[name] is JsonValue value && value.TryGetValue(out string? text) && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
