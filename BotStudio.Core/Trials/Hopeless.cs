namespace BotStudio.Core.Trials;

/// <summary>Reasons why the next question would not be answered either.</summary>
internal static class Hopeless
{
    private static readonly string[] Codes =
    [
        "ai.no_key",
        "ai.key_refused",
        "ai.own_key_refused",
        "ai.quota",
        "ai.limit_reached",
        "ai.model_unknown",
        "ai.paused",
    ];

    public static bool Includes(string? problem) => problem is not null && Codes.Contains(problem);
}
