using BotStudio.Core.Localization;

namespace BotStudio.Tests.Localization;

public sealed class PluralsTests
{
    [Theory]
    [InlineData("en", "other one other other other other other other")]
    [InlineData("de", "other one other other other other other other")]
    [InlineData("uk", "many one few many many one few many")]
    [InlineData("ru", "many one few many many one few many")]
    [InlineData("pl", "many one few many many many few many")]
    public void A_number_takes_the_form_of_its_language(string language, string forms)
    {
        long[] numbers = [0, 1, 2, 5, 11, 21, 1_002, 112];

        Assert.Equal(forms, string.Join(' ', numbers.Select(number => Plurals.FormOf(number, language))));
    }
}
