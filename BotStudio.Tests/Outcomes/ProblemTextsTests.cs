using System.Globalization;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Outcomes;

public sealed class ProblemTextsTests
{
    private readonly ProblemTexts texts = new ServiceCollection()
        .AddLogging()
        .AddLocalization()
        .AddSingleton<ProblemTexts>()
        .BuildServiceProvider()
        .GetRequiredService<ProblemTexts>();

    [Theory]
    [InlineData("en", "This no longer exists")]
    [InlineData("uk", "Цього більше немає")]
    [InlineData("ru", "Этого больше нет")]
    [InlineData("pl", "To już nie istnieje")]
    [InlineData("de", "Das gibt es nicht mehr")]
    public void A_problem_is_said_in_the_readers_language(string language, string beginning)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.StartsWith(beginning, texts.Of(Problem.NotFound), StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_without_a_text_is_shown_rather_than_nothing()
    {
        foreach (var language in Languages.All)
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Code);
            Assert.Contains("bots.never_heard_of", texts.Of(new Problem("bots.never_heard_of")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_value_that_nobody_gave_does_not_keep_the_text_from_being_said()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

        Assert.Equal("The server answered with status ….", texts.Of(new Problem("outbound.status")));
    }
}
