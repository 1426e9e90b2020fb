using System.Globalization;
using System.Text;

namespace BotStudio.Core.Forms.Fields;

/// <summary>
/// Numbers as people write them: <c>1 000,5</c>, <c>1,000.5</c>, <c>1.000,5</c>. Which sign parts the decimals is told by the number itself where it
/// can be, and by the language where it cannot: <c>1,000</c> is a thousand in English and one in Polish.
/// </summary>
internal static class NumberText
{
    private const int MaxLength = 40;

    /// <param name="decimals">Digits after the decimal sign that are asked for: where none are, a point before three digits groups them.</param>
    /// <returns>Null for what is no number.</returns>
    public static NumberRead? Read(string text, string language, int decimals)
    {
        if (Plain(text) is not { } plain)
        {
            return null;
        }

        var isNegative = plain[0] == '-';
        var digits = plain.TrimStart('-', '+');
        if (
            plain.Length - digits.Length > 1
            || UngroupedBySpaces(digits) is not { } number
            || DecimalSignOf(number, language, decimals) is not { } sign
        )
        {
            return null;
        }

        var at = sign == NoSign ? -1 : number.LastIndexOf(sign);
        var (whole, rest) = at < 0 ? (number, "") : (number[..at], number[(at + 1)..]);
        if (
            !rest.All(char.IsAsciiDigit)
            || Ungrouped(whole, sign == ',' ? '.' : ',') is not { } ungrouped
            || ungrouped.Length + rest.Length == 0
        )
        {
            return null;
        }

        return decimal.TryParse(
            $"{(isNegative ? "-" : "")}0{ungrouped}.{rest}0",
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? new NumberRead(value, value == decimal.Truncate(value) ? 0 : rest.TrimEnd('0').Length)
            : null;
    }

    private const char NoSign = '\0';

    /// <summary>Digits of any script as 0 to 9, any blank as a blank, any minus as a hyphen; without a currency sign at either end.</summary>
    private static string? Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            var category = char.GetUnicodeCategory(c);
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit)
            {
                plain.Append((char)('0' + digit));
            }
            else if (char.IsWhiteSpace(c) || c is '\'' or '’')
            {
                plain.Append(' ');
            }
            else if (c is '.' or ',' or '+' or '-')
            {
                plain.Append(c);
            }
            else if (c is '\u2212' or '\u2012' or '\u2013')
            {
                plain.Append('-');
            }
            else if (category is not (UnicodeCategory.CurrencySymbol or UnicodeCategory.Format))
            {
                return null;
            }
        }

        var result = plain.ToString().Trim();
        return result.Length is > 0 and <= MaxLength ? result : null;
    }

    /// <summary>Blanks group three digits each; elsewhere they part two numbers.</summary>
    private static string? UngroupedBySpaces(string text)
    {
        var number = text.Trim();
        if (!number.Contains(' ', StringComparison.Ordinal))
        {
            return number;
        }

        var end = number.IndexOfAny(['.', ',']);
        var whole = end < 0 ? number : number[..end];
        return !number[whole.Length..].Contains(' ', StringComparison.Ordinal) && Ungrouped(whole, ' ') is { } ungrouped
            ? ungrouped + number[whole.Length..]
            : null;
    }

    /// <returns>The sign that parts the decimals, <see cref="NoSign"/> when there is none, null when the number makes no sense.</returns>
    private static char? DecimalSignOf(string number, string language, int decimals)
    {
        var points = number.Count(c => c == '.');
        var commas = number.Count(c => c == ',');
        if (points > 0 && commas > 0)
        {
            var last = number.LastIndexOf('.') > number.LastIndexOf(',') ? '.' : ',';
            return (last == '.' ? points : commas) == 1 ? last : null;
        }

        if (points + commas == 0)
        {
            return NoSign;
        }

        var sign = points > 0 ? '.' : ',';
        if (points + commas > 1)
        {
            return OtherThan(sign);
        }

        var ofLanguage = CultureInfo.GetCultureInfo(language).NumberFormat;
        if (ofLanguage.NumberDecimalSeparator[0] == sign || Ungrouped(number, sign) is null)
        {
            return sign;
        }

        var groupsHere = ofLanguage.NumberGroupSeparator[0] == sign;
        return groupsHere || decimals < 3 ? OtherThan(sign) : sign;
    }

    private static char OtherThan(char sign) => sign == '.' ? ',' : '.';

    /// <returns>Null when the groups have not three digits each.</returns>
    private static string? Ungrouped(string whole, char separator)
    {
        var groups = whole.Split(separator);
        var fits =
            groups.All(group => group.All(char.IsAsciiDigit))
            && (groups.Length == 1 || (groups[0] is [not '0', ..] and { Length: <= 3 } && groups.Skip(1).All(group => group.Length == 3)));
        return fits ? string.Concat(groups) : null;
    }
}

/// <param name="Decimals">Digits after the decimal sign that count.</param>
internal readonly record struct NumberRead(decimal Value, int Decimals);
