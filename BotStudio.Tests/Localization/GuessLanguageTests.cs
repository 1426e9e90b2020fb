using BotStudio.Core.Localization;

namespace BotStudio.Tests.Localization;

public sealed class GuessLanguageTests
{
    [Theory]
    [InlineData("en", "Yes, we are open on Sundays from 9 to 18. Would you like to book a table?")]
    [InlineData("en", "Thank you!")]
    [InlineData("uk", "Так, ми працюємо в неділю з 9 до 18. Бажаєте забронювати столик?")]
    [InlineData("uk", "Доставка коштує 80 грн і займає два дні.")]
    [InlineData("ru", "Да, мы работаем в воскресенье с 9 до 18. Хотите забронировать столик?")]
    [InlineData("ru", "Доставка стоит 80 грн и занимает два дня.")]
    [InlineData("pl", "Tak, w niedzielę jest otwarte od 9 do 18. Czy chcesz zarezerwować stolik?")]
    [InlineData("pl", "Dziękuję, do zobaczenia!")]
    [InlineData("de", "Ja, wir haben sonntags von 9 bis 18 Uhr geöffnet. Möchten Sie einen Tisch reservieren?")]
    [InlineData("de", "Der Versand kostet 5 Euro und dauert zwei Tage.")]
    [InlineData("uk", "Flat White коштує 85 грн, а Espresso — 60 грн, якщо з собою.")]
    [InlineData(null, "10 €")]
    [InlineData(null, "Espresso, Cappuccino, Latte macchiato")]
    [InlineData(null, "Le magasin ouvre dimanche matin")]
    public void A_text_tells_its_language_or_nothing(string? language, string text) => Assert.Equal(language, GuessLanguage.Of(text));
}
