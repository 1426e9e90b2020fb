using System.Globalization;
using System.Text;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Phone numbers as people write them, brought to E.164.</summary>
internal static class PhoneText
{
    /// <summary>Digits of a number with its country code (E.164 has at most 15; nobody's have fewer than 8).</summary>
    private const int MinDigits = 8;

    private const int MaxDigits = 15;

    /// <summary>A number that begins with a country code is at least this long; shorter ones are numbers within a country.</summary>
    private const int MinDigitsWithCode = 11;

    private static readonly Dictionary<string, string> CountryOfLanguage = new()
    {
        ["uk"] = "UA",
        ["ru"] = "RU",
        ["pl"] = "PL",
        ["de"] = "DE",
    };

    /// <summary>Countries where a number keeps its leading zero abroad.</summary>
    private static readonly HashSet<string> KeepsZero = ["IT", "VA", "SM"];

    /// <summary>A number that a channel vouches for: always with its country code, with or without a plus.</summary>
    public static string? International(string text) => Digits(text) is { } digits ? Checked(digits.TrimStart('+')) : null;

    /// <param name="country">ISO code; null guesses from the language.</param>
    public static PhoneRead Read(string text, string? country, string language)
    {
        if (Digits(text) is not { } typed)
        {
            return default;
        }

        if (typed[0] == '+' || typed.StartsWith("00", StringComparison.Ordinal))
        {
            return new PhoneRead(Checked(typed.TrimStart('+').TrimStart('0')), LacksCountry: false);
        }

        var home = PhoneCountries.Find(string.IsNullOrEmpty(country) ? CountryOfLanguage.GetValueOrDefault(language) : country);
        var isLong = typed.Length >= MinDigitsWithCode;
        if (home is not null)
        {
            if (WithoutTrunk(typed, home) is { } national)
            {
                return new PhoneRead(Checked(home.CallingCode + national), LacksCountry: false);
            }

            if (isLong && typed.StartsWith(home.CallingCode, StringComparison.Ordinal))
            {
                return new PhoneRead(Checked(typed), LacksCountry: false);
            }

            if (typed[0] != '0' && typed.Length is >= 7 and <= 10)
            {
                return new PhoneRead(Checked(home.CallingCode + typed), LacksCountry: false);
            }
        }

        return isLong && typed[0] != '0' && Checked(typed) is { } foreign
            ? new PhoneRead(foreign, LacksCountry: false)
            : new PhoneRead(null, LacksCountry: typed.Length is >= 7 and <= MaxDigits);
    }

    /// <summary>Digits, after a plus when there is one; null when there is something else.</summary>
    private static string? Digits(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            trimmed = trimmed[4..];
        }

        var digits = new StringBuilder(trimmed.Length);
        foreach (var c in trimmed)
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit)
            {
                digits.Append((char)('0' + digit));
            }
            else if (c is '+' or '\uFF0B' && digits.Length == 0)
            {
                digits.Append('+');
            }
            else if (!char.IsWhiteSpace(c) && c is not ('(' or ')' or '.' or '/') && !IsDashOrMark(c))
            {
                return null;
            }
        }

        return digits.Length is > 1 and <= MaxDigits + 4 ? digits.ToString() : null;
    }

    private static bool IsDashOrMark(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    /// <summary>The number without what is dialled within the country only; null when it does not begin with that.</summary>
    private static string? WithoutTrunk(string digits, PhoneCountry country)
    {
        var trunk = country.TrunkPrefix;
        if (KeepsZero.Contains(country.Iso))
        {
            return digits[0] == '0' ? digits : null;
        }

        if (trunk.Length == 0 || !digits.StartsWith(trunk, StringComparison.Ordinal))
        {
            return null;
        }

        var national = digits[trunk.Length..];
        // Belarusians dial 8 0 29 …; where the digit also begins ordinary numbers, only the length tells.
        return trunk switch
        {
            "0" or "06" => national,
            "8" when country.Iso == "BY" => national.Length == 10 && national[0] == '0' ? national[1..] : null,
            "8" when country.Iso == "LT" => national.Length == 8 ? national : null,
            "8" when country.Iso == "TM" => national.Length == 8 ? national : null,
            _ => national.Length == 10 ? national : null,
        };
    }

    private static string? Checked(string digits) =>
        digits.Length is >= MinDigits and <= MaxDigits && PhoneCountries.BeginsWithCallingCode(digits) ? "+" + digits : null;
}

/// <param name="Number">E.164; null when the text is no number.</param>
/// <param name="LacksCountry">It could be one, if only the country were known.</param>
internal readonly record struct PhoneRead(string? Number, bool LacksCountry);
