namespace BotStudio.Web.Landing;

/// <summary>One page for visitors. Its texts are <c>seo.{Key}.title</c> and <c>seo.{Key}.description</c>.</summary>
/// <param name="Path">Behind the language: <c>/pricing</c>; empty for the first page.</param>
/// <param name="Content">The component between header and footer.</param>
public sealed record PublicPage(string Path, string Key, Type Content)
{
    /// <summary>False for what is no page to come to from a search.</summary>
    public bool IsIndexed { get; init; } = true;

    /// <summary>How long an answer may be kept in memory.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From the root of the site.</summary>
    public string In(string language) => $"/{language}{Path}";
}
