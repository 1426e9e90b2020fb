using System.Net;
using System.Text.RegularExpressions;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Web.Landing;

namespace BotStudio.Tests.Landing;

/// <summary>Follows every link of every page for visitors, in every language, and looks for the place on the page that it names.</summary>
public sealed partial class LinkCrawl(App app) : IClassFixture<App>
{
    public static TheoryData<string> EveryLanguage => [.. Languages.All.Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(EveryLanguage))]
    public async Task Every_link_leads_somewhere(string language)
    {
        using var visitor = app.NewVisitor(followRedirects: true);
        visitor.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var seen = new Dictionary<string, string>();
        var broken = new List<string>();
        var waiting = new Queue<(string From, string Link)>(PublicPages.All.Select(page => ("", page.In(language))));
        waiting.Enqueue(("", "/nothing/here"));
        while (waiting.TryDequeue(out var next))
        {
            var (path, place) = Split(next.Link);
            if (!seen.TryGetValue(path, out var html))
            {
                using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative));
                html = await answer.Content.ReadAsStringAsync();
                seen[path] = html;
                var isMeantToMiss = path == "/nothing/here" && answer.StatusCode == HttpStatusCode.NotFound;
                if (!answer.IsSuccessStatusCode && !isMeantToMiss)
                {
                    broken.Add($"{next.From} → {next.Link}: {(int)answer.StatusCode}");
                }
                else if (path.StartsWith($"/{language}", StringComparison.Ordinal) || isMeantToMiss)
                {
                    foreach (var link in LinksOf(html))
                    {
                        waiting.Enqueue((path, link));
                    }
                }
            }

            if (place.Length > 0 && !html.Contains($"id=\"{place}\"", StringComparison.Ordinal))
            {
                broken.Add($"{next.From} → {next.Link}: no such place");
            }
        }

        Assert.Empty(broken);
        Assert.InRange(seen.Count, PublicPages.All.Count + Languages.All.Count, 200);
    }

    private static IEnumerable<string> LinksOf(string html) =>
        Link()
            .Matches(html)
            .Select(match => WebUtility.HtmlDecode(match.Groups["address"].Value))
            .Where(link => link.StartsWith('/'))
            .Distinct();

    private static (string Path, string Place) Split(string link) => link.Split('#') is [var path, var place] ? (path, place) : (link, "");

    [GeneratedRegex("""<a [^>]*?href="(?<address>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
