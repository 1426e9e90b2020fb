namespace BotStudio.Web.Shared;

/// <param name="Key">Unique among the tabs; letters, digits and dashes.</param>
public sealed record TabItem(string Key, string Text)
{
    public string? Icon { get; init; }

    /// <summary>Marks a tab behind which something must be put right.</summary>
    public bool IsProblem { get; init; }
}
