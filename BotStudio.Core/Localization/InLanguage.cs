using System.Globalization;

namespace BotStudio.Core.Localization;

/// <summary>Says things in a language that is not the one of whoever asks: an e-mail, a notice.</summary>
public static class InLanguage
{
    /// <param name="language">A code of <see cref="Languages"/>; another counts as the default one.</param>
    /// <param name="say">Must not wait for anything: the language is the thread's.</param>
    public static T Say<T>(string? language, Func<T> say)
    {
        var (culture, texts) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(
            Languages.IsKnown(language) ? language! : Languages.Default
        );
        try
        {
            return say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, texts);
        }
    }
}
