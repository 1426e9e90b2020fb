using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Web.Landing;

namespace BotStudio.Tests.Landing;

/// <summary>What visitors and search engines get, by plain requests.</summary>
public sealed partial class PublicSiteTests(App app) : IClassFixture<App>
{
    /// <summary>Bytes on the wire of the first page with all that it needs before it is scrolled: document, styles, scripts, fonts, icons.</summary>
    private const int FirstPageBudget = 200 * 1024;

    private static readonly TimeSpan FromMemory = TimeSpan.FromMilliseconds(30);

    public static TheoryData<string> EveryLanguage => [.. Languages.All.Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(EveryLanguage))]
    public async Task Every_page_is_there_in_its_language_and_says_so(string language)
    {
        using var visitor = app.NewVisitor();
        foreach (var page in PublicPages.All)
        {
            var html = await visitor.GetStringAsync(Address(page.In(language)));

            Assert.Contains($"<html lang=\"{language}\"", html, StringComparison.Ordinal);
            Assert.Single(Heading().Matches(html));
            Assert.InRange(Between(html, "<title>", "</title>").Length, 10, 80);
            Assert.InRange(Between(html, "<meta name=\"description\" content=\"", "\"").Length, 20, 220);
            Assert.DoesNotContain("blazor.web", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_page_names_itself_and_its_translations_which_name_it_in_turn()
    {
        using var visitor = app.NewVisitor();
        foreach (var page in PublicPages.All.Where(page => page.IsIndexed))
        {
            var lists = new HashSet<string>();
            foreach (var language in Languages.All)
            {
                var html = await visitor.GetStringAsync(Address(page.In(language.Code)));
                Assert.Equal(Absolute(page.In(language.Code)), Between(html, "<link rel=\"canonical\" href=\"", "\""));
                var alternates = Alternates(html);
                Assert.Equal(Absolute(page.In(language.Code)), alternates[language.Code]);
                Assert.Equal(Languages.All.Count + 1, alternates.Count);
                Assert.True(alternates.ContainsKey("x-default"));
                lists.Add(string.Join('\n', alternates.Select(each => $"{each.Key} {each.Value}").Order(StringComparer.Ordinal)));
            }

            Assert.Single(lists);
        }
    }

    [Fact]
    public async Task The_sitemap_lists_what_is_to_be_found_and_robots_lead_to_it()
    {
        using var visitor = app.NewVisitor();
        var sitemap = XDocument.Parse(await visitor.GetStringAsync(Address("/sitemap.xml")));
        var listed = sitemap.Descendants().Where(element => element.Name.LocalName == "loc").Select(element => element.Value);
        var expected =
            from page in PublicPages.All
            where page.IsIndexed
            from language in Languages.All
            select Absolute(page.In(language.Code));

        Assert.Equal(expected, listed);
        Assert.Contains(
            $"Sitemap: {Absolute("/sitemap.xml")}",
            await visitor.GetStringAsync(Address("/robots.txt")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_no_page_to_come_to_asks_not_to_be_listed()
    {
        using var visitor = app.NewVisitor();
        foreach (var page in PublicPages.All)
        {
            var html = await visitor.GetStringAsync(Address(page.In("en")));
            Assert.Equal(!page.IsIndexed, html.Contains("<meta name=\"robots\" content=\"noindex\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_pictures_of_cards_icons_and_the_manifest_exist()
    {
        using var visitor = app.NewVisitor();
        var manifest = JsonNode.Parse(await visitor.GetStringAsync(Address("/site.webmanifest")))!;
        var pictures = manifest["icons"]!
            .AsArray()
            .Select(icon => (string)icon!["src"]!)
            .Append("/favicon.ico")
            .Append("/apple-touch-icon.png")
            .ToList();
        foreach (var language in Languages.All)
        {
            var html = await visitor.GetStringAsync(Address($"/{language.Code}"));
            pictures.Add(new Uri(Between(html, "<meta property=\"og:image\" content=\"", "\"")).AbsolutePath);
            pictures.AddRange(Picture().Matches(html).Select(match => "/" + match.Groups["address"].Value));
        }

        foreach (var picture in pictures)
        {
            using var answer = await visitor.GetAsync(Address(picture));
            Assert.True(answer.IsSuccessStatusCode, $"{picture}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task The_data_for_search_engines_can_be_read_and_cannot_be_closed_from_within()
    {
        using var visitor = app.NewVisitor();
        var data = Between(await visitor.GetStringAsync(Address("/en")), "<script type=\"application/ld+json\">", "</script>");

        var graph = JsonNode.Parse(data)!["@graph"]!.AsArray();
        Assert.Equal(["Organization", "WebPage", "SoftwareApplication", "FAQPage"], graph.Select(node => (string)node!["@type"]!));
        Assert.All(graph[3]!["mainEntity"]!.AsArray(), question => Assert.NotEmpty((string)question!["acceptedAnswer"]!["text"]!));
        Assert.DoesNotContain("<", data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uk", null, "/uk")]
    [InlineData("pl,de;q=0.5", null, "/pl")]
    [InlineData("ja", null, "/en")]
    [InlineData("uk", "de", "/de")]
    public async Task The_root_leads_to_the_chosen_language_else_to_that_of_the_browser(string accepted, string? chosen, string expected)
    {
        using var visitor = app.NewVisitor();
        if (chosen is not null)
        {
            await visitor.GetAsync(Address($"/{chosen}"));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.AcceptLanguage.ParseAdd(accepted);
        using var answer = await visitor.SendAsync(request);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_page_is_rendered_once_and_then_answered_from_memory()
    {
        using var visitor = app.NewVisitor();
        using var first = await visitor.GetAsync(Address("/en/terms?utm_source=one"));
        using var second = await visitor.GetAsync(Address("/en/terms?utm_source=two"));

        Assert.False(first.Headers.Contains("Age"));
        Assert.True(second.Headers.Contains("Age"));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    /// <remarks>The fastest of many: what a busy machine adds is not the page's.</remarks>
    [Fact]
    public async Task A_page_from_memory_is_answered_within_thirty_milliseconds()
    {
        using var visitor = app.NewVisitor();
        visitor.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        foreach (var page in PublicPages.All)
        {
            await visitor.GetByteArrayAsync(Address(page.In("en")));
            var fastest = TimeSpan.MaxValue;
            for (var visit = 0; visit < 20; visit++)
            {
                var begun = Stopwatch.GetTimestamp();
                await visitor.GetByteArrayAsync(Address(page.In("en")));
                var took = Stopwatch.GetElapsedTime(begun);
                fastest = took < fastest ? took : fastest;
            }

            Assert.True(fastest <= FromMemory, $"{page.Key}: {fastest.TotalMilliseconds} ms");
        }
    }

    [Fact]
    public async Task What_is_kept_for_one_visitor_is_not_shown_to_another_kind()
    {
        using var stranger = app.NewVisitor();
        using var night = app.NewVisitor();
        night.DefaultRequestHeaders.Add("Cookie", "botstudio.theme=dark");
        using var user = app.NewVisitor();
        user.DefaultRequestHeaders.Add("Cookie", "botstudio.session=anything");

        Assert.Contains("href=\"/account/sign-up\"", await stranger.GetStringAsync(Address("/de")), StringComparison.Ordinal);
        Assert.Contains("data-theme=\"dark\"", await night.GetStringAsync(Address("/de")), StringComparison.Ordinal);
        var page = await user.GetStringAsync(Address("/de"));
        Assert.Contains("Zur Übersicht", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-theme", page[..page.IndexOf("<head", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_of_a_kept_page_is_remembered_for_each_visitor()
    {
        for (var visit = 0; visit < 2; visit++)
        {
            using var visitor = app.NewVisitor();
            using var answer = await visitor.GetAsync(Address("/pl/about"));
            Assert.Contains("uic%3Dpl", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_for_visitors_has_the_same_walls_as_every_other_also_from_memory()
    {
        using var visitor = app.NewVisitor();
        for (var visit = 0; visit < 2; visit++)
        {
            using var answer = await visitor.GetAsync(Address("/en"));
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task Nothing_on_a_page_is_an_inline_script_or_comes_from_elsewhere()
    {
        using var visitor = app.NewVisitor();
        foreach (var page in PublicPages.All)
        {
            var html = await visitor.GetStringAsync(Address(page.In("en")));
            Assert.Empty(InlineScript().Matches(html));
            Assert.Empty(ElsewhereScript().Matches(html));
        }
    }

    [Theory]
    [MemberData(nameof(EveryLanguage))]
    public async Task The_first_page_with_all_it_needs_is_light(string language)
    {
        using var visitor = app.NewVisitor();
        var html = await visitor.GetStringAsync(Address($"/{language}"));
        var needed = Needed().Matches(html).Select(match => match.Groups["address"].Value).Append("images/icons.svg").Distinct().ToList();
        Assert.InRange(needed.Count, 6, 20);

        var total = await SizeAsync(visitor, $"/{language}");
        foreach (var address in needed)
        {
            total += await SizeAsync(visitor, "/" + address.TrimStart('/'));
        }

        Assert.InRange(total, 1, FirstPageBudget);
    }

    [Fact]
    public async Task A_robot_may_ask_for_the_head_alone()
    {
        using var visitor = app.NewVisitor();
        using var answer = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/en/pricing"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<long> SizeAsync(HttpClient visitor, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");
        using var answer = await visitor.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, address);
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private static Dictionary<string, string> Alternates(string html) =>
        Alternate().Matches(html).ToDictionary(match => match.Groups["language"].Value, match => match.Groups["address"].Value);

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{before} is missing");
        start += before.Length;
        return WebUtility.HtmlDecode(text[start..text.IndexOf(after, start, StringComparison.Ordinal)]);
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private string Absolute(string path) => new Uri(app.Address, path).AbsoluteUri;

    [GeneratedRegex("<h1[ >]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(
        """<link rel="alternate" hreflang="(?<language>[^"]+)" href="(?<address>[^"]+)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Alternate();

    [GeneratedRegex("""<img [^>]*?src="(?<address>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picture();

    [GeneratedRegex("""<script(?![^>]*(src=|application/ld\+json))""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineScript();

    [GeneratedRegex(
        """<(script|img|iframe|link rel="stylesheet")[^>]*(src|href)="(https?:)?//""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ElsewhereScript();

    [GeneratedRegex(
        """(<script[^>]*src|<link rel="(stylesheet|preload)" href)="(?<address>[^"]+)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Needed();
}
