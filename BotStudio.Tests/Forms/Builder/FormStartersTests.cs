using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms.Starters;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Forms.Builder;

public sealed class FormStartersTests
{
    public static TheoryData<string> Keys => [.. FormStarters.All.Select(starter => starter.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_starter_can_be_published_as_it_is(string key)
    {
        var bot = A.Document();
        var form = FormStarters.Find(key)!.Create("Mine", bot);

        var problems = DocumentCheck.Run(bot with { Forms = [form] });

        Assert.Equal("Mine", form.Name);
        Assert.Equal(key == FormStarters.Blank ? ["forms.no_fields"] : [], problems.Select(problem => problem.Code));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_starter_says_everything_in_every_language_and_only_what_the_bot_speaks_is_taken(string key)
    {
        var starter = FormStarters.Find(key)!;
        var all = Languages.All.Select(language => language.Code).ToArray();

        Assert.Empty(Missing(starter, all, all));
        Assert.Equal(["de", "en"], starter.Create("Mine", A.Document() with { Languages = ["en", "de"] }).Done.Keys.Order());
    }

    [Fact]
    public void Two_forms_of_one_starter_share_no_id()
    {
        var starter = FormStarters.Find("order")!;
        var (one, other) = (starter.Create("One", A.Document()), starter.Create("Other", A.Document()));

        Assert.NotEqual(one.Id, other.Id);
        Assert.Empty(one.Fields.Select(field => field.Id).Intersect(other.Fields.Select(field => field.Id)));
        Assert.All(
            one.Fields.SelectMany(field => field.AskIf?.Conditions ?? []),
            condition => Assert.Contains(condition.FieldId, one.Fields.Select(field => field.Id))
        );
    }

    [Fact]
    public void Every_starter_has_its_picture()
    {
        var sprite = File.ReadAllText(Checkout.Path("wwwroot/images/icons.svg"));

        Assert.All(FormStarters.All, starter => Assert.Contains($"id=\"{starter.Icon}\"", sprite, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Missing(FormStarter starter, string[] spoken, string[] wanted) =>
        from text in starter.Create("Mine", A.Document() with { Languages = spoken }).Texts().Append(starter.Title).Append(starter.Summary)
        where !text.IsBlank
        from language in wanted
        where string.IsNullOrWhiteSpace(text.GetValueOrDefault(language))
        select $"{starter.Key}: {text.In("en", "en")} in {language}";
}
