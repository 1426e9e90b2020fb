using System.Globalization;
using System.Text.RegularExpressions;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace BotStudio.Tests.Architecture;

/// <summary>A translation that is missing, or a text that nobody shows, fails here and not in front of a reader.</summary>
public sealed partial class TextTests
{
    /// <summary>Without comments, which show keys as examples.</summary>
    private static readonly IReadOnlyList<SourceFile> Sources =
    [
        .. Checkout
            .Sources("BotStudio.Core", ".cs")
            .Concat(Checkout.Sources("BotStudio.Web", ".cs", ".razor"))
            .Select(source => source with { Text = Comment().Replace(source.Text, "") }),
    ];

    [Fact]
    public void Every_text_is_there_in_every_language() =>
        AssertNone(
            from file in TextFile.All
            from language in file.Languages
            from key in file.Languages.Values.SelectMany(texts => texts.Keys).Distinct()
            where !language.Value.TryGetValue(key, out var text) || string.IsNullOrWhiteSpace(text)
            select $"{file}: {key} is missing in {language.Key}"
        );

    [Fact]
    public void A_translation_has_the_placeholders_of_the_original() =>
        AssertNone(
            from file in TextFile.All
            from language in file.Languages
            from text in language.Value
            where file.English.ContainsKey(text.Key) && !SamePlaceholders(text.Key, file.English[text.Key], text.Value)
            select $"{file}: {text.Key} has other placeholders in {language.Key}"
        );

    [Fact]
    public void Every_text_is_found_under_its_marker_class_at_run_time()
    {
        var localizers = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .BuildServiceProvider()
            .GetRequiredService<IStringLocalizerFactory>();
        foreach (var file in TextFile.All)
        {
            var marker = typeof(Problem).Assembly.GetType(file.TypeName) ?? typeof(Program).Assembly.GetType(file.TypeName);
            Assert.True(marker is not null, $"There is no class {file.TypeName} for the texts of {file}");
            var localizer = localizers.Create(marker);
            foreach (var (language, texts) in file.Languages)
            {
                CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
                Assert.All(texts, text => Assert.Equal(text.Value, localizer[text.Key].Value));
            }
        }
    }

    [Fact]
    public void Every_key_that_a_screen_asks_for_exists() =>
        AssertNone(
            from source in Sources
            from asked in AskedKeys(source)
            where !asked.Files.Any(file => file.English.Keys.Any(asked.Matches))
            select $"{source.Path}: {asked.Key} is not in {string.Join(" or ", asked.Files)}"
        );

    [Fact]
    public void No_text_is_left_that_nothing_shows()
    {
        var literals = Sources.SelectMany(source => Literal().Matches(source.Text)).Select(match => match.Groups[1].Value).ToHashSet();
        var beginnings = Sources
            .SelectMany(source => Interpolated().Matches(source.Text))
            .Select(match => match.Groups[1].Value)
            .Where(beginning => beginning.Contains('.', StringComparison.Ordinal))
            .Concat(literals.Where(literal => literal.EndsWith('.') && literal.Length > 1))
            .ToHashSet();
        AssertNone(
            from file in TextFile.All
            from key in file.English.Keys
            where !literals.Contains(key) && !literals.Contains(PluralForm().Replace(key, "")) && !beginnings.Any(key.StartsWith)
            select $"{file}: {key}"
        );
    }

    [Fact]
    public void Every_problem_has_its_text_in_every_language()
    {
        var texts = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .AddSingleton<ProblemTexts>()
            .BuildServiceProvider()
            .GetRequiredService<ProblemTexts>();
        var codes = Sources
            .SelectMany(source => ProblemCode().Matches(source.Text))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();
        Assert.NotEmpty(codes);
        AssertNone(
            from language in Core.Localization.Languages.All
            from code in codes
            where Say(language.Code, code).Contains(code, StringComparison.Ordinal)
            select $"{code} has no text in {language.Code}"
        );

        string Say(string language, string code)
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return texts.Of(new Problem(code, 1, 2, 3, 4));
        }
    }

    /// <summary>What is asked of localizers in a file: <c>L["key"]</c>, <c>L[is ? "a" : "b"]</c>, <c>L[$"state.{State}"]</c>, <c>L["state." + name]</c>, <c>L.Plural("key", 3)</c>.</summary>
    private static IEnumerable<AskedKey> AskedKeys(SourceFile source) =>
        from localizer in Localizer().Matches(source.Text)
        let files = TextFile.All.Where(file => file.Name == localizer.Groups["marker"].Value).ToArray()
        where files.Length > 0
        from use in Regex.Matches(source.Text, $@"\b{localizer.Groups["name"].Value}(?<plural>\.Plural\(|\[)(?<argument>[^\[\],]*)")
        from literal in AnyLiteral().Matches(use.Groups["argument"].Value)
        select new AskedKey(literal.Groups["text"].Value, literal.Groups["interpolated"].Success, use.Groups["plural"].Value != "[", files);

    private static bool SamePlaceholders(string key, string original, string translation)
    {
        var expected = Placeholder().Matches(original).Select(match => match.Value).ToHashSet();
        var actual = Placeholder().Matches(translation).Select(match => match.Value).ToHashSet();
        // "One bot" needs no number.
        return key.EndsWith(".one", StringComparison.Ordinal) ? actual.Except(expected).All(IsTheNumber) : expected.SetEquals(actual);
    }

    private static bool IsTheNumber(string placeholder) => placeholder.StartsWith("{0", StringComparison.Ordinal);

    private static void AssertNone(IEnumerable<string> findings)
    {
        var all = findings.Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private sealed record AskedKey(string Key, bool IsInterpolated, bool IsPlural, TextFile[] Files)
    {
        public bool Matches(string key) =>
            IsInterpolated || Key.EndsWith('.') ? key.StartsWith(Key.Split('{')[0], StringComparison.Ordinal)
            : IsPlural ? key == $"{Key}.other"
            : key == Key;
    }

    [GeneratedRegex(@"^\s*//[^\n]*$|@\*.*?\*@", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"IStringLocalizer<(?<marker>\w+)>\s+(?<name>\w+)")]
    private static partial Regex Localizer();

    [GeneratedRegex("""(?<interpolated>\$)?"(?<text>[^"]*)"(?!\s*=>)""")]
    private static partial Regex AnyLiteral();

    [GeneratedRegex(
        """
            (?<!\$)"([a-z0-9_.]+)"
            """
    )]
    private static partial Regex Literal();

    [GeneratedRegex(
        """
            \$"([a-z0-9_.]+)\{
            """
    )]
    private static partial Regex Interpolated();

    [GeneratedRegex(
        """
            \bProblem\("([a-z0-9_.]+)"
            """
    )]
    private static partial Regex ProblemCode();

    [GeneratedRegex(@"\.(one|few|many|other)$")]
    private static partial Regex PluralForm();

    [GeneratedRegex(@"\{\w+[^}]*\}")]
    private static partial Regex Placeholder();
}
