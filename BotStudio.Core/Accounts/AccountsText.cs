namespace BotStudio.Core.Accounts;

/// <summary>Marks the texts in Resources/Core/Accounts: why signing up, signing in or a link was refused.</summary>
public sealed class AccountsText;
