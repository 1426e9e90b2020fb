using System.Globalization;

namespace BotStudio.Web.Usage;

/// <summary>Shows US dollars: to the cent, and what is less than a cent with as many digits as it takes to be seen.</summary>
public static class Dollars
{
    private const decimal Cent = 0.01m;
    private const decimal Least = 0.0001m;

    public static string Of(decimal dollars) =>
        dollars is 0 or >= 1 ? "$" + dollars.ToString("N2", CultureInfo.CurrentCulture)
        : dollars < Least ? "< $" + Least.ToString("0.0000", CultureInfo.CurrentCulture)
        : "$" + dollars.ToString(dollars < Cent * 10 ? "0.0000" : "0.00", CultureInfo.CurrentCulture);
}
