using System.Text.RegularExpressions;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Tools;

/// <summary>What keeps a tool of the owner's from being published.</summary>
internal static partial class HttpToolRules
{
    /// <summary>Ours, or the connection's.</summary>
    private static readonly HashSet<string> TakenHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "Connection",
        "Content-Length",
        "Content-Type",
        "Transfer-Encoding",
        "Upgrade",
        "TE",
        "Trailer",
        "Expect",
        "Idempotency-Key",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    };

    public static void Check(DocumentCheck check, HttpTool tool, string place, HashSet<string> names, IReadOnlySet<string> builtInNames)
    {
        check.UniqueId(tool.Id, place + "/id");
        if (!IsName(tool.Name))
        {
            check.Add("tools.bad_name", place + "/name", HttpTool.MaxNameLength);
        }
        else if (!names.Add(tool.Name))
        {
            check.Add(builtInNames.Contains(tool.Name) ? "tools.name_taken" : "tools.name_twice", place + "/name", tool.Name);
        }

        Description(check, tool.Description, place + "/description", HttpTool.MaxDescriptionLength);
        if (string.IsNullOrWhiteSpace(tool.Description))
        {
            check.Add("tools.description_missing", place + "/description");
        }

        if (tool.TimeLimitSeconds is < 1 or > HttpTool.LongestTimeLimit)
        {
            check.Add("tools.time_limit_range", place + "/timeLimitSeconds", HttpTool.LongestTimeLimit);
        }

        Url(check, tool, place + "/url");
        Parameters(check, tool.Parameters, place + "/parameters");
        Headers(check, tool.Headers, place + "/headers");
    }

    public static bool IsName(string name) => Name().IsMatch(name);

    private static void Url(DocumentCheck check, HttpTool tool, string place)
    {
        if (ToolAddress.Read(tool.Url) is not { } address)
        {
            check.Add("tools.bad_url", place);
            return;
        }

        foreach (var name in address.Parameters)
        {
            if (tool.Parameters.FirstOrDefault(parameter => parameter.Name == name) is not { } parameter)
            {
                check.Add("tools.unknown_url_parameter", place, name);
            }
            else if (parameter is { IsRequired: false, Value: null } or { Type: ToolParameterType.StringList })
            {
                check.Add("tools.url_parameter_left_out", place, name);
            }
        }
    }

    private static void Parameters(DocumentCheck check, IReadOnlyList<ToolParameter> parameters, string place)
    {
        if (parameters.Count > HttpTool.MostParameters)
        {
            check.Add("tools.too_many_parameters", place, HttpTool.MostParameters);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < parameters.Count; i++)
        {
            var (parameter, at) = (parameters[i], $"{place}/{i}");
            check.UniqueId(parameter.Id, at + "/id");
            if (!IsName(parameter.Name))
            {
                check.Add("tools.bad_parameter_name", at + "/name", ToolParameter.MaxNameLength);
            }
            else if (!names.Add(parameter.Name))
            {
                check.Add("tools.parameter_twice", at + "/name", parameter.Name);
            }

            Description(check, parameter.Description, at + "/description", ToolParameter.MaxDescriptionLength);
            if (parameter.Value?.Length > ToolParameter.MaxValueLength)
            {
                check.Add("document.text_too_long", at + "/value", ToolParameter.MaxValueLength, parameter.Value.Length);
            }

            if (
                parameter is { Type: ToolParameterType.Enum, Value: null }
                && (
                    parameter.Choices.Count is 0 or > ToolParameter.MostChoices
                    || parameter.Choices.Distinct().Count() != parameter.Choices.Count
                    || parameter.Choices.Any(choice => string.IsNullOrWhiteSpace(choice) || choice.Length > ToolParameter.MaxValueLength)
                )
            )
            {
                check.Add("tools.choices", at + "/choices", ToolParameter.MostChoices);
            }
        }
    }

    private static void Headers(DocumentCheck check, IReadOnlyList<ToolHeader> headers, string place)
    {
        if (headers.Count > HttpTool.MostHeaders)
        {
            check.Add("tools.too_many_headers", place, HttpTool.MostHeaders);
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < headers.Count; i++)
        {
            var (header, at) = (headers[i], $"{place}/{i}");
            check.UniqueId(header.Id, at + "/id");
            if (header.Name.Length > ToolHeader.MaxNameLength || !HeaderName().IsMatch(header.Name))
            {
                check.Add("tools.bad_header_name", at + "/name");
            }
            else if (TakenHeaders.Contains(header.Name))
            {
                check.Add("tools.header_taken", at + "/name", header.Name);
            }
            else if (!names.Add(header.Name))
            {
                check.Add("tools.header_twice", at + "/name", header.Name);
            }

            if (!IsHeaderValue(header.Value))
            {
                check.Add("tools.bad_header_value", at + "/value", ToolHeader.MaxValueLength);
            }
            else if (header.IsSecret && header.Value.Length > 0)
            {
                check.Add("tools.secret_in_document", at + "/value", header.Name);
            }
            else if (!header.IsSecret && header.Value.Length > 0 && DocumentSecrets.IsNameOfSecret(header.Name))
            {
                check.Add("tools.header_is_secret", at + "/value", header.Name);
            }
        }
    }

    /// <summary>One line of what every server takes.</summary>
    public static bool IsHeaderValue(string value) =>
        value.Length <= ToolHeader.MaxValueLength && value.All(c => c is '\t' or (>= ' ' and <= '~'));

    private static void Description(DocumentCheck check, string text, string place, int maxLength)
    {
        if (text.Length > maxLength)
        {
            check.Add("document.text_too_long", place, maxLength, text.Length);
        }
    }

    /// <summary>What OpenAI and Anthropic both take for a name.</summary>
    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    /// <summary>RFC 9110: a token.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderName();
}
