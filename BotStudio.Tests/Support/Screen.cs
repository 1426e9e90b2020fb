using System.Globalization;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Layout;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support;

/// <summary>Renders components without a browser: English, a clock that only the test moves, the services of the shell.</summary>
public abstract class Screen : BunitContext
{
    // Generous, because the machine may be busy; a passing test never waits for it.
    static Screen() => DefaultWaitTimeout = TimeSpan.FromSeconds(20);

    /// <param name="register">More services; nothing can be added once the first was asked for.</param>
    protected Screen(Action<IServiceCollection>? register = null)
    {
        Read("en");
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddLocalization();
        Services.AddSingleton<ProblemTexts>();
        Services.AddLayout();
        JSInterop.Mode = JSRuntimeMode.Loose;
        register?.Invoke(Services);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    protected HurryingClock Clock { get; } = new(upTo: TimeSpan.Zero);

    /// <summary>The reader's language from here on.</summary>
    protected static void Read(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
}
