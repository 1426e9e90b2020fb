namespace BotStudio.Core.Ai;

/// <summary>
/// A provider did not answer. Every adapter in <c>Providers</c> turns its client's exceptions into this one; it never carries the
/// provider's own message, which may quote the prompt or the key.
/// </summary>
/// <param name="code">A code of <see cref="AiAnswer.Failed"/>.</param>
/// <param name="isPassing">True when the same question may be answered a little later.</param>
/// <param name="status">HTTP status, or 0 when there was no answer at all.</param>
/// <param name="providerCode">The provider's own word for it, such as <c>rate_limit_exceeded</c>, for the log.</param>
public sealed class AiProviderException(
    string code,
    bool isPassing,
    int status = 0,
    string? providerCode = null,
    TimeSpan? retryAfter = null,
    Exception? inner = null
) : Exception($"{code} (HTTP {status}, {providerCode ?? inner?.GetType().Name ?? "no code"})", inner)
{
    public string Code { get; } = code;

    public bool IsPassing { get; } = isPassing;

    public int Status { get; } = status;

    public string? ProviderCode { get; } = providerCode;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Nobody's question would be answered now. Too many requests are something else: the provider works, for fewer.</summary>
    public bool SaysProviderIsDown => IsPassing && Status != 429;
}
