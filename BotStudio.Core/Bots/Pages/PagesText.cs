namespace BotStudio.Core.Bots.Pages;

/// <summary>Marks the texts in Resources/Core/Bots/Pages.</summary>
public sealed class PagesText;
