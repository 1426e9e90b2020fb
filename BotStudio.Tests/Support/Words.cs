using BotStudio.Core.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace BotStudio.Tests.Support;

/// <summary>What a page says, for journeys in several languages.</summary>
public static class Words
{
    /// <summary>A text of the product: <c>app.Say&lt;ProfileText&gt;("de", "passkeys.new")</c>.</summary>
    public static string Say<TText>(this App app, string language, string key, params object[] values) =>
        InLanguage.Say(language, () => app.Services.GetRequiredService<IStringLocalizer<TText>>()[key, values].Value);
}
