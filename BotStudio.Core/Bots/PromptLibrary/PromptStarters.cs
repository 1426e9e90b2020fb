namespace BotStudio.Core.Bots.PromptLibrary;

/// <summary>The prompts one can begin with, in the order they are offered. A new one is a JSON file in this folder and a word in this list.</summary>
public static class PromptStarters
{
    public static readonly IReadOnlyList<PromptStarter> All =
    [
        .. new[]
        {
            "shop",
            "support",
            "booking",
            "restaurant",
            "hotel",
            "salon",
            "fitness",
            "school",
            "clinic",
            "real_estate",
            "lawyer",
            "agency",
            "event",
            "hiring",
        }.Select(Load),
    ];

    private static PromptStarter Load(string key)
    {
        using var json = typeof(PromptStarters).Assembly.GetManifestResourceStream($"{typeof(PromptStarters).Namespace}.{key}.json");
        return PromptStarter.Parse(key, json ?? throw new InvalidOperationException($"There is no prompt file {key}.json."));
    }
}
