using System.Globalization;

namespace BotStudio.Web.Forms.Fields;

/// <summary>Countries in the reader's language (ICU); the code itself where there is no name.</summary>
public static class CountryNames
{
    public static string Of(string iso)
    {
        try
        {
            // RegionInfo speaks the thread's UI culture only through a culture of its own: "uk-DE" is Germany, told in Ukrainian.
            var name = new CultureInfo($"{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}-{iso}").DisplayName;
            return name.LastIndexOf('(') is >= 0 and var start && name.EndsWith(')') ? name[(start + 1)..^1] : iso;
        }
        catch (CultureNotFoundException)
        {
            return iso;
        }
    }
}
