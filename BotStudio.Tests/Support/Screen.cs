using System.Globalization;
using BotStudio.Web.Layout;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support;

/// <summary>Renders components without a browser: English, a clock that only the test moves, the services of the shell.</summary>
public abstract class Screen : BunitContext
{
    protected Screen()
    {
        Read("en");
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddLocalization();
        Services.AddLayout();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    protected HurryingClock Clock { get; } = new(upTo: TimeSpan.Zero);

    /// <summary>The reader's language from here on.</summary>
    protected static void Read(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
}
