namespace BotStudio.Web.Accounts;

/// <summary>Marks the texts in Resources/Web/Accounts.</summary>
public sealed class AccountsText;
