namespace BotStudio.Core.Accounts.Members;

/// <summary>Marks the texts in Resources/Core/Accounts/Members.</summary>
public sealed class MembersText;
