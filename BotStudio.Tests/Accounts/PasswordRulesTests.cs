using BotStudio.Core.Accounts;

namespace BotStudio.Tests.Accounts;

public sealed class PasswordRulesTests
{
    private const string Email = "anna.kovalenko@example.com";

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("жовтий трамвай о шостій")]
    [InlineData("kX9$wq2!Lm")]
    [InlineData("4829157306")]
    [InlineData("the password of my bots")]
    public void A_good_password_needs_no_special_characters(string password) => Assert.Null(PasswordRules.Check(password, Email));

    [Theory]
    [InlineData("password123")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("Qwertyuiop")]
    [InlineData("йцукенгшщз1")]
    [InlineData("пароль12345")]
    [InlineData("1234567890")]
    [InlineData("0987654321")]
    [InlineData("abcdefghijkl")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("BotStudio2026")]
    [InlineData("anna.kovalenko")]
    [InlineData("Anna.Kovalenko1")]
    [InlineData(Email)]
    public void What_attackers_try_first_is_refused(string password) =>
        Assert.Equal("accounts.password_too_easy", PasswordRules.Check(password, Email)?.Code);

    [Fact]
    public void Length_has_limits_on_both_sides()
    {
        var words = string.Concat(Enumerable.Repeat("seventeen zebras ", 10));

        Assert.Equal("accounts.password_too_short", PasswordRules.Check(words[..(PasswordRules.MinLength - 1)], Email)?.Code);
        Assert.Null(PasswordRules.Check(words[..PasswordRules.MinLength], Email));
        Assert.Null(PasswordRules.Check(words[..PasswordRules.MaxLength], Email));
        Assert.Equal("accounts.password_too_long", PasswordRules.Check(words[..(PasswordRules.MaxLength + 1)], Email)?.Code);
    }

    [Fact]
    public void A_password_of_digits_is_not_the_address_of_digits() =>
        Assert.Null(PasswordRules.Check("4829157306", "380501112233@example.com"));
}
