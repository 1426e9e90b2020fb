using BotStudio.Core.Localization;

namespace BotStudio.Web.Forms;

/// <summary>Languages by their own names, in one line.</summary>
public static class LanguageNames
{
    public static string Of(IEnumerable<string> codes) =>
        string.Join(", ", Languages.All.Where(language => codes.Contains(language.Code)).Select(language => language.NativeName));
}
