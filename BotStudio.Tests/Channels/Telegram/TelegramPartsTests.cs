using System.Text;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Conversations;
using BotStudio.Tests.Support.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class TelegramPartsTests
{
    [Theory]
    [InlineData("**bold** and *italic*", "<b>bold</b> and <i>italic</i>")]
    [InlineData("__bold__ and _italic_", "<b>bold</b> and <i>italic</i>")]
    [InlineData("***both***", "<b><i>both</i></b>")]
    [InlineData("~~gone~~", "<s>gone</s>")]
    [InlineData("||hidden||", "<tg-spoiler>hidden</tg-spoiler>")]
    [InlineData("see ||**this** one|| now", "see <b><tg-spoiler>this</tg-spoiler></b><tg-spoiler> one</tg-spoiler> now")]
    [InlineData("<u>under</u> <b>html</b><br>line", "<u>under</u> <b>html</b>\nline")]
    [InlineData("# Title\ntext", "<b>Title</b>\n\ntext")]
    [InlineData("# A *b*", "<b>A <i>b</i></b>")]
    [InlineData("`a < b && c`", "<code>a &lt; b &amp;&amp; c</code>")]
    [InlineData("**a `b` c**", "<b>a </b><code>b</code><b> c</b>")]
    [InlineData("[text](https://e.com/?a=1&b=\"2\")", "<a href=\"https://e.com/?a=1&amp;b=&quot;2&quot;\">text</a>")]
    [InlineData("**[text](https://e.com)**", "<a href=\"https://e.com\"><b>text</b></a>")]
    [InlineData("[a `b` c](https://e.com) *x*", "<a href=\"https://e.com\">a b c</a> <i>x</i>")]
    [InlineData("[shop](example.com/x)", "<a href=\"https://example.com/x\">shop</a>")]
    [InlineData("[me](tg://user?id=5) [mail](mailto:a@b.c)", "<a href=\"tg://user?id=5\">me</a> <a href=\"mailto:a@b.c\">mail</a>")]
    [InlineData("![cat](https://e.com/cat.png)", "<a href=\"https://e.com/cat.png\">cat</a>")]
    [InlineData("[![alt](https://e.com/a.png)](https://e.com/b)", "<a href=\"https://e.com/b\">alt</a>")]
    [InlineData("> quoted\n> *more*\n\nafter", "<blockquote>quoted\n<i>more</i></blockquote>\n\nafter")]
    [InlineData("> one\n\n<!-- -->\n\n> two", "<blockquote>one</blockquote>\n\n<blockquote>two</blockquote>")]
    [InlineData("> a\n>\n> > b", "<blockquote>a\n\nb</blockquote>")]
    [InlineData("> a\n>\n>     code", "<blockquote>a</blockquote>\n\n<pre>code</pre>")]
    [InlineData("```python\nif a < b:\n    pass\n```", "<pre><code class=\"language-python\">if a &lt; b:\n    pass</code></pre>")]
    [InlineData("```\nplain\n```", "<pre>plain</pre>")]
    [InlineData("``` \"><x\nplain\n```", "<pre>plain</pre>")]
    [InlineData("| a | b |\n|---|--:|\n| 1 | 22 |\n| кот | 3 |", "<pre>a   |  b\n----+---\n1   | 22\nкот |  3</pre>")]
    [InlineData("*a* & <tag> 5 < 6", "<i>a</i> &amp; &lt;tag&gt; 5 &lt; 6")]
    public void Markdown_becomes_the_html_that_telegram_knows(string markdown, string html) =>
        Assert.Equal((html, TextForm.Ready), Assert.Single(TelegramParts.Of(markdown)));

    [Theory]
    [InlineData("Hello, world! 2 + 2 = 4", "Hello, world! 2 + 2 = 4")]
    [InlineData("line one\nline two\n\nparagraph", "line one\nline two\n\nparagraph")]
    [InlineData("snake_case_name * 2", "snake_case_name * 2")]
    [InlineData(@"5 \* 3 and \||not hidden\||", "5 * 3 and ||not hidden||")]
    [InlineData("if a || b then c || d", "if a || b then c || d")]
    [InlineData("- one\n- two\n  - deep\n  - deeper\n- three", "• one\n• two\n   • deep\n   • deeper\n• three")]
    [InlineData("3. three\n4. four", "3. three\n4. four")]
    [InlineData("1. one\n\n   more\n2. two", "1. one\n\n   more\n\n2. two")]
    [InlineData("- [x] done\n- [ ] to do", "☑ done\n☐ to do")]
    [InlineData("a\n\n---\n\nb", "a\n\n──────────\n\nb")]
    [InlineData("https://e.com/__init__.py and www.e.com/a_b", "https://e.com/__init__.py and www.e.com/a_b")]
    [InlineData("<https://e.com>", "https://e.com")]
    [InlineData("[](https://e.com/x)", "https://e.com/x")]
    [InlineData("[click](javascript:alert(1)) [page](/relative)", "click page")]
    [InlineData("&copy; &amp; &nosuch;", "© & &nosuch;")]
    [InlineData("[ref][1]\n\n[1]: javascript:x", "ref")]
    [InlineData("", "…")]
    [InlineData(" \n\u200b ", "…")]
    [InlineData("<!-- only a comment -->", "<!-- only a comment -->")]
    public void Text_without_formatting_is_sent_as_it_is(string markdown, string text) =>
        Assert.Equal((text, TextForm.Plain), Assert.Single(TelegramParts.Of(markdown)));

    [Fact]
    public void What_telegram_would_drop_is_dropped_before_it_is_counted() =>
        Assert.Equal("nul bell override lone\ufffd 😀", TelegramParts.Clean("nul\0 bell\u0007 override\u202e lone\ud800 😀"));

    [Theory]
    [InlineData("<b>Price</b>: 5 &lt; 6 &amp;lt;", "Price: 5 < 6 &lt;")]
    [InlineData("<a href=\"https://e.com/?a&amp;b\"><b>shop</b></a>!", "shop (https://e.com/?a&b)!")]
    [InlineData("<a href=\"https://e.com\">https://e.com</a>", "https://e.com")]
    [InlineData("<pre><code class=\"language-c\">a &gt; b</code></pre>", "a > b")]
    public void What_cannot_be_parsed_has_a_plain_form(string html, string plain) => Assert.Equal(plain, FormattedText.PlainOf(html, 4096));

    [Fact]
    public void A_long_text_is_cut_at_paragraphs()
    {
        var paragraph = "**Слово** " + string.Join(' ', Enumerable.Repeat("текст", 150));
        var parts = TelegramParts.Of(string.Join("\n\n", Enumerable.Repeat(paragraph, 10)));

        Assert.Equal(3, parts.Count);
        Assert.All(parts, part => Assert.StartsWith("<b>Слово</b>", part.Text, StringComparison.Ordinal));
        Assert.All(parts, part => Assert.EndsWith("текст", part.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_code_block_goes_on_in_its_language_and_keeps_its_indentation()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 500).Select(number => $"    line({number}) < {number};"));
        var parts = TelegramParts.Of($"Look:\n\n```c\n{lines}\n```\n\nThat was *it*.");

        Assert.True(parts.Count > 2);
        Assert.All(
            parts.Skip(1),
            part => Assert.StartsWith("<pre><code class=\"language-c\">    line(", part.Text, StringComparison.Ordinal)
        );
        Assert.All(parts.SkipLast(1), part => Assert.EndsWith(";</code></pre>", part.Text, StringComparison.Ordinal));
        Assert.EndsWith("</code></pre>\n\nThat was <i>it</i>.", parts[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_addresses_and_inline_code_are_never_cut()
    {
        var wholes = new[] { "[a link of words](https://e.com/x)", "`some code of words`", "https://e.com/a/long/address" };
        var markdown = string.Join(", ", Enumerable.Range(0, 600).Select(number => wholes[number % 3]));

        foreach (var html in TelegramParts.Of(markdown).Select(part => part.Text))
        {
            Assert.Equal(Occurrences(html, "<a href"), Occurrences(html, ">a link of words</a>"));
            Assert.Equal(Occurrences(html, "<code>"), Occurrences(html, "<code>some code of words</code>"));
            Assert.Equal(Occurrences(html, "https://e.com/a"), Occurrences(html, "https://e.com/a/long/address"));
        }

        static int Occurrences(string text, string part) => text.Split(part).Length - 1;
    }

    [Fact]
    public void Text_without_spaces_is_cut_between_whole_characters()
    {
        var family = "👨‍👩‍👧‍👦";
        var parts = TelegramParts.Of(string.Concat(Enumerable.Repeat(family, 1000)));

        Assert.True(parts.Count > 1);
        Assert.All(parts, part => Assert.Equal(0, part.Text.Length % family.Length));
        Assert.Equal(1000 * family.Length, parts.Sum(part => part.Text.Length));
    }

    [Fact]
    public void Many_long_links_are_spread_over_messages_that_fit_in_a_request()
    {
        var link = $"[x](https://e.com/{new string('a', 1900)})";
        var parts = TelegramParts.Of(string.Join(' ', Enumerable.Repeat(link, 60)));

        Assert.Equal(60, parts.Sum(part => part.Text.Split("<a href").Length - 1));
        Assert.All(parts, part => Assert.InRange(Encoding.UTF8.GetByteCount(part.Text), 1, 32_768));
    }

    [Fact]
    public void More_formatting_than_telegram_keeps_is_spread_over_messages()
    {
        var parts = TelegramParts.Of(string.Join(' ', Enumerable.Repeat("**b** x", 250)));

        Assert.Equal(250, parts.Sum(part => TelegramHtml.Parse(part.Text).Entities.Count));
        Assert.All(parts, part => Assert.InRange(TelegramHtml.Parse(part.Text).Entities.Count, 1, 100));
    }

    [Theory]
    [InlineData(">", 5000)]
    [InlineData("[", 5000)]
    [InlineData("**a", 5000)]
    [InlineData("* ", 2000)]
    [InlineData("`", 5001)]
    [InlineData("|", 5000)]
    [InlineData("![", 5000)]
    [InlineData("<b>", 3000)]
    public void Hostile_nesting_is_only_text(string unit, int count) => CheckParts(string.Concat(Enumerable.Repeat(unit, count)) + " end");

    [Fact]
    public void Whatever_is_written_arrives_valid_whole_and_within_limits() =>
        Prop.ForAll(Texts.ToArbitrary(), CheckParts).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(300));

    [Fact]
    public void What_counts_as_plain_looks_the_same_through_markdown() =>
        Prop.ForAll(
                PlainLookingTexts.ToArbitrary(),
                text => !TelegramMarkdown.IsPlain(text) || Squeezed(text) == Squeezed(TelegramMarkdown.Format(text).Text)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>Markdown as people, models and enemies write it.</summary>
    private static Gen<string> Texts =>
        from units in Gen.ListOf(
            Gen.Frequency(
                (6, Gen.Elements("word", "слово", "Bonjour le monde. ", "x", " ", " ", "\n", "\n\n", "1", ". ")),
                (4, Gen.Elements("**", "*", "_", "__", "~~", "`", "```", "```js\n", "\n```\n", "||", "|", "|---|", "[", "](", ")", "![")),
                (3, Gen.Elements("\n- ", "\n  - ", "\n1. ", "\n> ", "\n# ", "\n    ", "\n---\n", "\n\n| a | b |\n|---|---|\n| c | d |\n")),
                (
                    2,
                    Gen.Elements(
                        "https://e.com/a?b=c&d=e",
                        "[link](https://e.com)",
                        "[](x)",
                        "`code`",
                        "<b>",
                        "</b>",
                        "<br>",
                        "<",
                        ">",
                        "&"
                    )
                ),
                (1, Gen.Elements("😀", "👨‍👩‍👧‍👦", "e\u0301\u0302", "\u200b", "\u202e", "\0", "\ud800", "\udc00", "𝒳", "日本語")),
                (1, Gen.Elements(new string('a', 3000), new string('ж', 5000), string.Concat(Enumerable.Repeat("слово ", 900)))),
                (1, ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get))
            )
        )
        select string.Concat(units);

    private static Gen<string> PlainLookingTexts =>
        from units in Gen.ListOf(
            Gen.Frequency(
                (5, Gen.Elements("word", "слово", " ", "  ", "\n", "\n\n", "5", "10", "😀")),
                (3, Gen.Elements(".", ")", "-", "+", "=", "#", ">", "!", ":", ";", "(", "\"", "'", "/", "@", "$", "^", "{", "}", "%")),
                (1, Gen.Elements("https://e.com/a", "www.e.com", "a@b.c", "---", "===", "1. x", ":--", "(c)", "..."))
            )
        )
        select string.Concat(units);

    private static void CheckParts(string markdown)
    {
        var parts = TelegramParts.Of(markdown);
        var seen = new StringBuilder();
        Assert.NotEmpty(parts);
        foreach (var (text, form) in parts)
        {
            var parsed = form == TextForm.Ready ? TelegramHtml.Parse(text) : null;
            var visible = parsed?.Text ?? text;
            Assert.InRange(visible.Length, 1, 4096);
            Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 32_768);
            Assert.InRange(parsed?.Entities.Count ?? 0, 0, 100);
            Assert.DoesNotContain(visible, character => char.IsControl(character) && character is not '\n' and not '\t');
            // Throws on half a surrogate pair.
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(visible);
            if (parsed is not null)
            {
                // Telegram only trims white space, so what follows a tag is still the same text.
                Assert.Equal(Squeezed(visible), Squeezed(WithoutAddresses(FormattedText.PlainOf(text, int.MaxValue), parsed)));
            }

            seen.Append(visible);
        }

        var whole = Squeezed(TelegramParts.WholeText(markdown));
        Assert.True(whole == Squeezed(seen.ToString()) || (whole.Length == 0 && seen.ToString() == "…"));
    }

    private static string WithoutAddresses(string plain, TelegramHtml parsed) =>
        parsed
            .Entities.Where(entity => entity.Type == "text_link")
            .Aggregate(plain, (text, link) => text.Replace($" ({link.Value})", "", StringComparison.Ordinal));

    private static string Squeezed(string text) =>
        string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character != '\u200b'));
}
