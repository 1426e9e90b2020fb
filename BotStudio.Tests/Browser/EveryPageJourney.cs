using System.Reflection;
using System.Text.RegularExpressions;
using BotStudio.Tests.Screenshots;
using BotStudio.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace BotStudio.Tests.Browser;

/// <summary>Every page of the product with something on it, in the longest language, by day and by night, on a desk and on a phone.</summary>
public sealed partial class EveryPageJourney(FurnishedApp app) : BrowserTest, IClassFixture<FurnishedApp>
{
    /// <summary>A journey may not take long, also on a slow machine.</summary>
    private const int PagesAJourney = 3;

    /// <summary>By the name of the first one.</summary>
    private static readonly Dictionary<string, ProductPage[]> Parts = ProductPages
        .Parts.Where(part => part.Pages != ProductPages.Site)
        .SelectMany(part => part.Pages.Chunk(PagesAJourney))
        .ToDictionary(some => some[0].Name);

    public static TheoryData<string> EveryPart => [.. Parts.Keys];

    [Fact]
    public void No_page_is_left_out()
    {
        var addresses = ProductPages.All.Select(page => app.Places.AddressOf(page).Split('?')[0]).ToList();
        var left =
            from type in typeof(Web.Layout.ErrorPage).Assembly.GetTypes()
            let templates = type.GetCustomAttributes<RouteAttribute>().Select(route => route.Template).ToList()
            // "/app" leads on, and the gallery is for those who build the product.
            where templates.Count > 0 && templates[0] != "/app" && !templates[0].StartsWith("/app/gallery", StringComparison.Ordinal)
            where !templates.Exists(template => addresses.Exists(address => Pattern(template).IsMatch(address)))
            select templates[0];

        Assert.Empty(left);
    }

    [Theory]
    [MemberData(nameof(EveryPart))]
    public Task Axe_finds_nothing_serious_by_day_or_by_night(string from) =>
        WalkAsync(
            from,
            width: 1280,
            async page =>
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
                await Axe.AssertNothingSeriousAsync(page);
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
                await Axe.AssertContrastAsync(page);
            }
        );

    [Theory]
    [MemberData(nameof(EveryPart))]
    public Task On_a_phone_nothing_sticks_out_and_the_page_says_what_it_is(string from) =>
        WalkAsync(
            from,
            width: 390,
            async page =>
            {
                var outside = await page.EvaluateAsync<int>(
                    "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
                );
                Assert.True(outside <= 0, $"{page.Url} sticks out by {outside} px");
                Assert.Equal(1, await page.Locator("h1").CountAsync());
                Assert.NotEqual("", await page.TitleAsync());
            }
        );

    private Task WalkAsync(string from, int width, Func<IPage, Task> look) =>
        VisitAsync(
            app,
            async page =>
            {
                if (!Parts[from].Any(ProductPages.Door.Contains))
                {
                    await page.Context.AddCookiesAsync([app.OwnersCookie]);
                }

                await page.GotoAsync("/language/de?back=/not-found");
                var found = new List<string>();
                foreach (var each in Parts[from])
                {
                    await page.GotoAsync(app.Places.AddressOf(each));
                    await page.ShowsItselfAsync();
                    try
                    {
                        await look(page);
                    }
                    catch (Xunit.Sdk.XunitException finding)
                    {
                        found.Add($"{each.Name}: {finding.Message}");
                    }
                }

                Assert.True(found.Count == 0, string.Join('\n', found));
            },
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 844 },
                Locale = "de-DE",
            }
        );

    private static Regex Pattern(string template) =>
        new("^" + Gap().Replace(template, "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
