using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace BotStudio.Tests.Support;

/// <summary>One Chromium for the whole run; each journey has a context of its own, so nothing is shared but the start.</summary>
internal static class Browser
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ];

    private static readonly Lazy<Task<IBrowser>> Chromium = new(StartAsync);

    public static Task<IBrowser> GetAsync() => Chromium.Value;

    private static async Task<IBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        // ./test.sh names the browser; without it the usual place, else the one that Playwright itself has installed.
        var path = Environment.GetEnvironmentVariable("BOTSTUDIO_BROWSER") is { Length: > 0 } named ? named : "/usr/bin/chromium";
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = File.Exists(path) ? path : null,
                Headless = true,
                Args = Arguments,
            }
        );
        AppDomain.CurrentDomain.ProcessExit += (_, _) => playwright.Dispose();
        return browser;
    }
}

/// <summary>Base of tests that click. A failed journey leaves a screenshot and a trace in TestResults/.</summary>
public abstract class BrowserTest
{
    /// <summary>Generous, because the machine may be busy; a passing test never waits for it.</summary>
    private const float TimeoutMilliseconds = 20_000;

    /// <summary>Some of Playwright's calls have no time limit of their own, and a browser that died answers none of them.</summary>
    private static readonly TimeSpan LongestJourney = TimeSpan.FromMinutes(5);

    static BrowserTest() => Assertions.SetDefaultExpectTimeout(TimeoutMilliseconds);

    /// <summary>Walks through the product in a fresh browser window; fails as well when a page's script does.</summary>
    /// <param name="options">A language, a phone's width, the dark theme; by default English on a desktop.</param>
    protected Task VisitAsync(
        App app,
        Func<IPage, Task> journey,
        BrowserNewContextOptions? options = null,
        [CallerMemberName] string name = ""
    ) => WalkAsync(app, journey, options, name).WaitAsync(LongestJourney);

    /// <summary>Saves a picture of the page for a person to look at: <c>TestResults/name.png</c>.</summary>
    protected static Task<byte[]> TakePictureAsync(IPage page, string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Checkout.Path($"TestResults/{name}.png"), FullPage = true });

    private async Task WalkAsync(App app, Func<IPage, Task> journey, BrowserNewContextOptions? options, string name)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL ??= app.Address.ToString();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Europe/Kyiv";
        options.ExtraHTTPHeaders ??= [new("X-Forwarded-For", App.NewAddress())];
        var browser = await Browser.GetAsync();
        await using var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(TimeoutMilliseconds);
        await context.Tracing.StartAsync(new TracingStartOptions { Screenshots = false, Snapshots = true });
        var page = await context.NewPageAsync();
        var scriptErrors = new List<string>();
        context.WebError += (_, error) => scriptErrors.Add(error.Error);
        context.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                scriptErrors.Add(message.Text);
            }
        };

        try
        {
            await journey(page);
            Assert.Empty(scriptErrors);
        }
        catch
        {
            await KeepEvidenceAsync(context, $"{GetType().Name}.{name}");
            throw;
        }
    }

    private static async Task KeepEvidenceAsync(IBrowserContext context, string name)
    {
        var number = 0;
        foreach (var page in context.Pages)
        {
            await TakePictureAsync(page, $"{name}{(number++ == 0 ? "" : $".{number}")}");
        }

        await context.Tracing.StopAsync(new TracingStopOptions { Path = Checkout.Path($"TestResults/{name}.zip") });
    }
}

/// <summary>Steps that most journeys take.</summary>
internal static class PageSteps
{
    /// <summary>Opens a page of the dashboard and waits until it answers clicks, not only shows itself.</summary>
    public static async Task OpenAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.AnswersAsync();
    }

    /// <summary>Waits until a page has all that it shows: pictures, what is loaded after it has begun to answer.</summary>
    public static async Task ShowsItselfAsync(this IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.Load);
        await page.WaitForFunctionAsync(
            """
            () => !document.querySelector(".skeleton")
              && (!document.querySelector("#components-reconnect-modal") || document.querySelector(".app[data-interactive]"))
            """
        );
    }

    /// <summary>The server paints a page before its circuit has begun; what is clicked in between is lost.</summary>
    public static Task AnswersAsync(this IPage page) => page.Locator(".app[data-interactive]").WaitForAsync();
}
