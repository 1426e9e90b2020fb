using BotStudio.Web.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace BotStudio.Tests.Shared;

public sealed class ChatMarkdownTests
{
    [Theory]
    [InlineData("**bold** _it_ ~~gone~~ `code`", "<p><strong>bold</strong> <em>it</em> <del>gone</del> <code>code</code></p>")]
    [InlineData("one\ntwo", "<p>one<br />\ntwo</p>")]
    [InlineData("# Prices", "<p><strong>Prices</strong></p>")]
    [InlineData("a < b & c", "<p>a &lt; b &amp; c</p>")]
    public void It_shows_what_messengers_show(string text, string html) => Assert.Equal(html, Html(text));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[tap](javascript:alert(1))")]
    [InlineData("[tap](JaVaScRiPt:alert(1))")]
    [InlineData("[tap](data:text/html,<script>alert(1)</script>)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](https://tracker.example/pixel.png)")]
    [InlineData("[tap]: javascript:alert(1)\n\n[tap]")]
    public void A_bots_words_never_become_part_of_our_page(string text)
    {
        var html = Html(text);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("href=\"(?!https://)[a-z]", html);
    }

    [Fact]
    public void Links_open_beside_the_dashboard_and_tell_the_other_site_nothing() =>
        Assert.Contains(
            "href=\"https://example.com\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"",
            Html("[site](https://example.com)"),
            StringComparison.Ordinal
        );

    [Fact]
    public void No_text_breaks_it() =>
        Prop.ForAll<string>(text => !Html(text ?? "").Contains("<script", StringComparison.OrdinalIgnoreCase)).QuickCheckThrowOnFailure();

    private static string Html(string text) => ChatMarkdown.ToHtml(text).Value.Trim();
}
