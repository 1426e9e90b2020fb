using System.Text.Json.Nodes;

namespace BotStudio.Core.Tools;

/// <summary>Parameters as the JSON schema that providers take (json-schema.org, the part that OpenAI and Anthropic both know).</summary>
public static class ToolSchema
{
    public static JsonObject Of(IEnumerable<ToolParameter> parameters)
    {
        var asked = parameters.Where(parameter => parameter.Value is null).ToList();
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(asked.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)Of(parameter)))),
            ["required"] = new JsonArray([.. asked.Where(parameter => parameter.IsRequired).Select(parameter => (JsonNode)parameter.Name)]),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>As JSON schema calls it, for people who know it.</summary>
    public static string NameOf(ToolParameterType type) =>
        type switch
        {
            ToolParameterType.Number => "number",
            ToolParameterType.Integer => "integer",
            ToolParameterType.Boolean => "boolean",
            ToolParameterType.StringList => "array",
            _ => "string",
        };

    private static JsonObject Of(ToolParameter parameter)
    {
        var schema = new JsonObject { ["type"] = NameOf(parameter.Type) };
        if (parameter.Type == ToolParameterType.StringList)
        {
            schema["items"] = new JsonObject { ["type"] = "string" };
        }

        if (parameter.Type == ToolParameterType.Enum)
        {
            schema["enum"] = new JsonArray([.. parameter.Choices.Select(choice => (JsonNode)choice)]);
        }

        if (parameter.Description.Length > 0)
        {
            schema["description"] = parameter.Description;
        }

        return schema;
    }
}
