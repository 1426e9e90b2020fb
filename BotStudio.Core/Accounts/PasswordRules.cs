using System.Collections.Frozen;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Length, not character classes, and nothing that attackers try first (NIST SP 800-63B, 3.1.1.2). Any character counts, spaces too.
/// </summary>
public static class PasswordRules
{
    public const int MinLength = 10;

    /// <summary>Room for any passphrase; more would only make hashing slow.</summary>
    public const int MaxLength = 128;

    private const int MinDifferentCharacters = 5;

    /// <summary>Words that most leaked passwords consist of; digits and signs around them and digits for letters change little.</summary>
    private static readonly FrozenSet<string> CommonWords = new[]
    {
        "password",
        "passwort",
        "passw",
        "parol",
        "parola",
        "пароль",
        "haslo",
        "hasło",
        "qwerty",
        "qwertyuiop",
        "qwertz",
        "qwertzuiop",
        "asdfghjkl",
        "zxcvbnm",
        "йцукен",
        "йцукенгшщз",
        "qazwsx",
        "qazwsxedc",
        "qweasd",
        "qweasdzxc",
        "abcdef",
        "abc",
        "admin",
        "administrator",
        "root",
        "test",
        "guest",
        "user",
        "login",
        "welcome",
        "letmein",
        "changeme",
        "secret",
        "default",
        "iloveyou",
        "sunshine",
        "princess",
        "football",
        "baseball",
        "monkey",
        "dragon",
        "master",
        "superman",
        "batman",
        "michael",
        "jordan",
        "shadow",
        "computer",
        "internet",
        "telegram",
        "bot",
        "botstudio",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="email">The user's own; it is the first thing that is tried.</param>
    /// <returns><c>accounts.password_too_short</c>, <c>…_too_long</c> or <c>…_too_easy</c>, or null for a good one.</returns>
    public static Problem? Check(string password, string? email) =>
        password.Length < MinLength ? new Problem("accounts.password_too_short", MinLength)
        : password.Length > MaxLength ? new Problem("accounts.password_too_long", MaxLength)
        : IsEasyToGuess(password, email) ? new Problem("accounts.password_too_easy")
        : null;

    private static bool IsEasyToGuess(string password, string? email) =>
        password.Distinct().Count() < MinDifferentCharacters
        || IsRun(password)
        || CommonWords.Contains(WordIn(password))
        || string.Equals(password, email, StringComparison.OrdinalIgnoreCase)
        || (
            WordIn(password) is { Length: > 0 } word
            && string.Equals(word, WordIn(email?.Split('@')[0] ?? ""), StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>1234567890, abcdefghij, 0987654321.</summary>
    private static bool IsRun(string password)
    {
        var steps = password.Zip(password.Skip(1), (first, second) => second - first);
        return steps.All(step => step is 1 or -9) || steps.All(step => step is -1 or 9);
    }

    /// <summary>p@ssw0rd123! → password.</summary>
    private static string WordIn(string text) =>
        string.Concat(
            text.Trim([.. "0123456789 !?.,:;-_+*#$%&/()=@"])
                .Select(character =>
                    character switch
                    {
                        '0' => 'o',
                        '1' or '!' => 'i',
                        '3' => 'e',
                        '4' or '@' => 'a',
                        '5' or '$' => 's',
                        _ => character,
                    }
                )
        );
}
