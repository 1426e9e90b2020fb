namespace BotStudio.Core.Conversations.Turns;

/// <summary>A call of the model's, as the "why" of its answer shows it.</summary>
/// <param name="Tool">What the model called; perhaps nothing that there is.</param>
/// <param name="Arguments">As the model wrote them, cut to <see cref="MaxArgumentsLength"/>.</param>
/// <param name="Result">How what the model was told begins.</param>
public sealed record ToolCallMade(string Tool, string Arguments, string Result, int TookMs)
{
    public const int MaxNameLength = 64;
    public const int MaxArgumentsLength = 2000;
    public const int MaxResultLength = 500;

    /// <summary>Code of why nothing came of it; null when something did.</summary>
    public string? Problem { get; init; }

    /// <summary>Value for the problem's text; null when it needs none.</summary>
    public string? ProblemDetail { get; init; }

    /// <summary>HTTP status of a server's answer; null when none was asked, or none answered.</summary>
    public int? Status { get; init; }

    /// <summary>True in a trial, where the server was not asked.</summary>
    public bool? IsSample { get; init; }
}
