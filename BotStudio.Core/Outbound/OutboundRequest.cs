namespace BotStudio.Core.Outbound;

/// <summary>One call of an address that an owner entered.</summary>
public sealed record OutboundRequest(HttpMethod Method, string Url)
{
    /// <summary>The body; null for none.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }

    /// <summary>A body that is no JSON; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Of <see cref="Body"/>.</summary>
    public string MediaType { get; init; } = "application/octet-stream";

    /// <summary>How <see cref="Body"/> is encoded; null for as it stands.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Besides the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc cref="OutboundHttp.Limit"/>
    public TimeSpan Limit { get; init; } = OutboundHttp.Limit;

    public int MaxAnswerBytes { get; init; } = OutboundHttp.MaxAnswerBytes;
}
