namespace BotStudio.Web.Landing.Pages;

/// <summary>Marks the texts in Resources/Web/Landing/Pages.</summary>
public sealed class PagesText;
