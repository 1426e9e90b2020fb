using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Conversations;

/// <summary>Why a message did not arrive, in words.</summary>
public static class MessageErrors
{
    /// <summary>Our own refusals are codes such as <c>channels.disconnected</c>; what a channel said is a sentence of its own.</summary>
    public static string? Of(string? error, ProblemTexts texts) =>
        string.IsNullOrWhiteSpace(error) ? null
        : error.Contains(' ', StringComparison.Ordinal) || !error.Contains('.', StringComparison.Ordinal) ? error
        : texts.Of(new Problem(error, ""));
}
