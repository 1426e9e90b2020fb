using System.Globalization;
using System.Text.RegularExpressions;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Layout;

/// <summary>The promise at the top of tokens.css, computed as WCAG 2.2 does (relative luminance of sRGB).</summary>
public sealed partial class ContrastTests
{
    private const double Text = 4.5;
    private const double Outline = 3;

    private static readonly string Css = File.ReadAllText(Checkout.Path("wwwroot/css/tokens.css"));

    [Theory]
    [InlineData("text", "canvas surface surface-raised surface-sunken surface-hover", Text)]
    [InlineData("text-muted", "canvas surface surface-raised surface-sunken surface-hover", Text)]
    [InlineData("accent-text", "canvas surface surface-raised surface-sunken accent-soft", Text)]
    [InlineData("on-accent", "accent accent-hover", Text)]
    [InlineData("on-danger", "danger danger-hover", Text)]
    [InlineData("success-text", "success-soft surface surface-raised canvas", Text)]
    [InlineData("warning-text", "warning-soft surface surface-raised canvas", Text)]
    [InlineData("danger-text", "danger-soft surface surface-raised canvas", Text)]
    [InlineData("info-text", "info-soft surface surface-raised canvas", Text)]
    [InlineData("on-brand", "brand brand-deep", Text)]
    [InlineData("on-brand-muted", "brand brand-deep", Text)]
    [InlineData("brand-deep", "brand-mint brand-paper", Text)]
    [InlineData("text", "chat-mine chat-theirs", Text)]
    [InlineData("chat-meta", "chat-theirs", Text)]
    [InlineData("chat-meta-mine", "chat-mine", Text)]
    [InlineData("line-strong", "surface surface-raised canvas", Outline)]
    [InlineData("focus", "surface surface-raised canvas surface-sunken", Outline)]
    public void It_can_be_read_by_day_and_by_night(string ink, string grounds, double atLeast)
    {
        foreach (var ground in grounds.Split(' '))
        {
            foreach (var night in new[] { false, true })
            {
                var ratio = Contrast(Luminance(ink, night), Luminance(ground, night));
                Assert.True(ratio >= atLeast, $"--{ink} on --{ground} {(night ? "by night" : "by day")}: {ratio:0.00}");
            }
        }
    }

    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    private static double Luminance(string token, bool night)
    {
        var value = Regex.Match(Css, $@"--{token}:\s*(?<value>[^;]+);", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["value"].Value;
        var colors = Color().Matches(value);
        var color = colors[night && colors.Count > 1 ? 1 : 0];
        return color.Value == "#fff" ? 1 : LuminanceOfOklch(Number(color, "l"), Number(color, "c"), Number(color, "h") * Math.PI / 180);
    }

    private static double Number(Match color, string part) => double.Parse(color.Groups[part].Value, CultureInfo.InvariantCulture);

    // Björn Ottosson's OKLab to linear sRGB, clipped as browsers do.
    private static double LuminanceOfOklch(double lightness, double chroma, double hue)
    {
        var a = chroma * Math.Cos(hue);
        var b = chroma * Math.Sin(hue);
        var l = Math.Pow(lightness + (0.3963377774 * a) + (0.2158037573 * b), 3);
        var m = Math.Pow(lightness - (0.1055613458 * a) - (0.0638541728 * b), 3);
        var s = Math.Pow(lightness - (0.0894841775 * a) - (1.2914855480 * b), 3);
        var red = (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s);
        var green = (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s);
        var blue = (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s);
        return (0.2126 * Math.Clamp(red, 0, 1)) + (0.7152 * Math.Clamp(green, 0, 1)) + (0.0722 * Math.Clamp(blue, 0, 1));
    }

    [GeneratedRegex(@"#fff|oklch\((?<l>[\d.]+) (?<c>[\d.]+) (?<h>[\d.]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Color();
}
