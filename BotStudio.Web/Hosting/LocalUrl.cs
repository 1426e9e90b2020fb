namespace BotStudio.Web.Hosting;

/// <summary>Where to go back to, when the address came with the request and could lead anywhere.</summary>
public static class LocalUrl
{
    /// <returns><paramref name="url"/> when it is a path on this site, else <paramref name="otherwise"/>.</returns>
    public static string Or(string otherwise, string? url) => IsLocal(url) ? url! : otherwise;

    /// <summary>A path of this site: one slash first. Browsers read <c>//host</c>, <c>/\host</c> and a tab or line break between as another host.</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) && Uri.TryCreate(url, UriKind.Relative, out _);
}
