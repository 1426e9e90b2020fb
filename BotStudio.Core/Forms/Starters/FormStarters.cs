namespace BotStudio.Core.Forms.Starters;

/// <summary>The forms one can begin with, in the order they are offered. A new one is a JSON file in this folder and a word in this list.</summary>
public static class FormStarters
{
    /// <summary>The one without questions, for those who begin from nothing.</summary>
    public const string Blank = "blank";

    public static readonly IReadOnlyList<FormStarter> All = [.. new[] { "contact", "booking", "order", "feedback", Blank }.Select(Load)];

    public static FormStarter? Find(string? key) => All.FirstOrDefault(starter => starter.Key == key);

    private static FormStarter Load(string key)
    {
        using var json = typeof(FormStarters).Assembly.GetManifestResourceStream($"{typeof(FormStarters).Namespace}.{key}.json");
        return FormStarter.Parse(key, json ?? throw new InvalidOperationException($"There is no starter file {key}.json."));
    }
}
