using System.Text.RegularExpressions;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Layout;

/// <summary>docs/design.md speaks of what there is.</summary>
public sealed partial class DesignRulesTests
{
    private static readonly string Rules = File.ReadAllText(Checkout.Path("docs/design.md"));

    [Fact]
    public void Every_token_it_names_exists()
    {
        var tokens = File.ReadAllText(Checkout.Path("wwwroot/css/tokens.css"));

        // "--chat-…" stands for all that begin like this.
        Assert.All(
            Token().Matches(Rules).Select(match => match.Value),
            token => Assert.Matches($"{Regex.Escape(token)}{(token.EndsWith('-') ? "" : @"\b")}", tokens)
        );
    }

    [Fact]
    public void Every_picture_it_shows_exists()
    {
        var pictures = Picture().Matches(Rules).Select(match => match.Groups["path"].Value).ToList();

        Assert.NotEmpty(pictures);
        Assert.All(pictures, path => Assert.True(File.Exists(Checkout.Path($"docs/{path}")), path));
    }

    [GeneratedRegex("--[a-z][a-z0-9-]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\]\((?<path>screenshots/[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picture();
}
