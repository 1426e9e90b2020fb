using System.Net;
using System.Text.RegularExpressions;
using BotStudio.Core.Localization;
using BotStudio.Tests.Screenshots;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Browser;

/// <summary>Follows every link of every page behind the sign-in, in every language, as the server paints them.</summary>
public sealed partial class DashboardCrawl(FurnishedApp app) : IClassFixture<FurnishedApp>
{
    private const int MostRedirects = 5;

    public static TheoryData<string> EveryLanguage => [.. Languages.All.Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(EveryLanguage))]
    public async Task Every_link_leads_somewhere(string language)
    {
        using var owner = app.NewVisitor();
        owner.DefaultRequestHeaders.Add("Cookie", app.Owner.Cookie);
        owner.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        owner.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var seen = new HashSet<string>();
        var broken = new List<string>();
        var waiting = new Queue<(string From, string Link)>(
            ProductPages.All.Except(ProductPages.Site).Except(ProductPages.Door).Select(page => ("", app.Places.AddressOf(page)))
        );
        while (waiting.TryDequeue(out var next))
        {
            if (!seen.Add(next.Link))
            {
                continue;
            }

            var (status, html) = await OpenAsync(owner, next.Link);
            if (status is not HttpStatusCode.OK)
            {
                broken.Add($"{next.From} → {next.Link}: {(int)status}");
                continue;
            }

            foreach (var link in IsInside(next.Link) ? LinksOf(html) : [])
            {
                waiting.Enqueue((next.Link, link));
            }
        }

        Assert.Empty(broken);
        Assert.InRange(seen.Count, ProductPages.Bot.Count + ProductPages.Account.Count, 600);
    }

    private static async Task<(HttpStatusCode Status, string Html)> OpenAsync(HttpClient owner, string link)
    {
        for (var hop = 0; hop < MostRedirects; hop++)
        {
            using var answer = await owner.GetAsync(new Uri(link, UriKind.Relative));
            if (answer.Headers.Location is not { } location)
            {
                return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }

            link = location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
        }

        return (HttpStatusCode.LoopDetected, "");
    }

    private static bool IsInside(string link) =>
        link.StartsWith("/app", StringComparison.Ordinal)
        || link.StartsWith("/account", StringComparison.Ordinal)
        || link.StartsWith("/admin", StringComparison.Ordinal);

    /// <summary>Those of another language change it for good, and lead to the same pages.</summary>
    private static IEnumerable<string> LinksOf(string html) =>
        Link()
            .Matches(html)
            .Select(match => WebUtility.HtmlDecode(match.Groups["address"].Value).Split('#')[0])
            .Where(link => link.StartsWith('/') && !link.StartsWith("/language/", StringComparison.Ordinal))
            .Distinct();

    [GeneratedRegex("""<a [^>]*?href="(?<address>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
