using System.Text.RegularExpressions;
using System.Xml.Linq;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Shared;

public sealed partial class IconTests
{
    private static readonly string Sprite = Checkout.Path("wwwroot/images/icons.svg");

    [Fact]
    public void Every_icon_that_a_page_names_is_in_the_sprite()
    {
        var drawn = XDocument.Load(Sprite).Root!.Elements().Select(symbol => (string)symbol.Attribute("id")!).ToHashSet();

        var missing = Sources("*.razor")
            .SelectMany(file =>
                Named().Matches(File.ReadAllText(file)).Select(match => (Path.GetFileName(file), Icon: match.Groups["icon"].Value))
            )
            .Where(use => !drawn.Contains(use.Icon));

        Assert.Empty(missing);
    }

    private static IEnumerable<string> Sources(string pattern) =>
        Directory
            .EnumerateFiles(Checkout.Path("BotStudio.Web"), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex("""(<Icon Name|\bIcon)="(?<icon>[a-z0-9-]+)(?=")""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
