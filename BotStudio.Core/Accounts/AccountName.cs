using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Accounts;

/// <summary>What an account may be called.</summary>
public static class AccountName
{
    /// <param name="name">Without spaces around it.</param>
    /// <returns><c>accounts.account_name_missing</c>; <c>accounts.name_too_long</c>; null when it is fine.</returns>
    public static Problem? Check(string name) =>
        name.Length == 0 || name.Any(char.IsControl) ? new Problem("accounts.account_name_missing").At("/name")
        : name.Length > Account.MaxNameLength ? new Problem("accounts.name_too_long", Account.MaxNameLength).At("/name")
        : null;
}
