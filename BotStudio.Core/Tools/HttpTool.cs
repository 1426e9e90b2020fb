using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Tools;

/// <summary>A tool of the owner's: the model fills in its parameters, we call the address and tell the model what came back.</summary>
public sealed record HttpTool
{
    public const int MaxNameLength = 64;
    public const int MaxDescriptionLength = 1000;
    public const int MostParameters = 20;
    public const int MostHeaders = 20;

    /// <summary>Seconds.</summary>
    public const int LongestTimeLimit = 30;

    public string Id { get; init; } = PartId.New();

    /// <summary>What the model calls: 1 to 64 letters, digits, hyphens or underscores.</summary>
    public string Name { get; init; } = "";

    /// <summary>Tells the model what the tool does and when to use it.</summary>
    public string Description { get; init; } = "";

    public bool IsActive { get; init; } = true;

    public HttpToolMethod Method { get; init; } = HttpToolMethod.Post;

    /// <summary>
    /// https, or http within the own network. <c>{{parameter}}</c> in the path or the query takes the parameter's value; the other parameters go into the
    /// query of GET and DELETE, and into the JSON body of the others.
    /// </summary>
    public string Url { get; init; } = "";

    public IReadOnlyList<ToolHeader> Headers { get; init; } = [];

    public IReadOnlyList<ToolParameter> Parameters { get; init; } = [];

    /// <summary>Seconds until we stop waiting, 1 to 30.</summary>
    public int TimeLimitSeconds { get; init; } = 10;

    public void Outline(DocumentOutline outline)
    {
        outline.Value("name", "tool_name", Name);
        outline.Switch("active", "tool", IsActive);
        outline.Text("description", "tool_description", Description);
        outline.Value("url", "tool_url", Url.Length == 0 ? null : $"{Method.ToString().ToUpperInvariant()} {Url}");
        foreach (var parameter in Parameters)
        {
            outline.Value("parameter/" + parameter.Id, "tool_parameter", parameter.Describe(), parameter.Name);
        }

        foreach (var header in Headers)
        {
            outline.Value("header/" + header.Id, "tool_header", $"{header.Name}: {(header.IsSecret ? "•••" : header.Value)}", header.Name);
        }

        outline.Value("timeLimit", "tool_time_limit", DocumentOutline.Number(TimeLimitSeconds));
    }
}

public enum HttpToolMethod
{
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// <summary>A header that goes with every call of a tool.</summary>
public sealed record ToolHeader
{
    public const int MaxNameLength = 100;

    /// <summary>Characters.</summary>
    public const int MaxValueLength = 2000;

    public string Id { get; init; } = PartId.New();

    public string Name { get; init; } = "";

    /// <summary>Empty for a secret, which is kept sealed beside the document, by the header's id: see <see cref="ToolSecret"/>.</summary>
    public string Value { get; init; } = "";

    public bool IsSecret { get; init; }
}
