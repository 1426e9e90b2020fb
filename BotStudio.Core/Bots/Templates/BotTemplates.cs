namespace BotStudio.Core.Bots.Templates;

/// <summary>The bots one can begin with, in the order they are offered. A new one is a JSON file in this folder and a word in this list.</summary>
public static class BotTemplates
{
    /// <summary>The one with hardly anything in it, for those who begin from nothing.</summary>
    public const string Blank = "blank";

    public static readonly IReadOnlyList<BotTemplate> All =
    [
        .. new[] { "support", "faq", "booking", "restaurant", "shop", "leads", "event", "survey", "jobs", Blank }.Select(Load),
    ];

    public static BotTemplate? Find(string? key) => All.FirstOrDefault(template => template.Key == key);

    private static BotTemplate Load(string key)
    {
        using var json = typeof(BotTemplates).Assembly.GetManifestResourceStream($"{typeof(BotTemplates).Namespace}.{key}.json");
        return BotTemplate.Parse(key, json ?? throw new InvalidOperationException($"There is no template file {key}.json."));
    }
}
