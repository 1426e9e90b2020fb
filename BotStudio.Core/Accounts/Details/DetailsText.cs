namespace BotStudio.Core.Accounts.Details;

/// <summary>Marks the texts in Resources/Core/Accounts/Details.</summary>
public sealed class DetailsText;
