using BotStudio.Core.Accounts;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Accounts;

/// <summary>What the forms for signing in and up send.</summary>
public sealed class SignInInput
{
    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>What a person forgot, said at its field; whether the rest is right, the act says.</summary>
    public IReadOnlyList<Problem> Check()
    {
        var problems = new List<Problem>();
        if (EmailAddress.Parse(Email) is null)
        {
            problems.Add(new Problem("accounts.email_invalid").At("/email"));
        }

        if (string.IsNullOrEmpty(Password))
        {
            problems.Add(new Problem("accounts.password_missing").At("/password"));
        }

        return problems;
    }
}
