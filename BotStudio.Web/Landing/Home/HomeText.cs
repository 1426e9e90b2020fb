namespace BotStudio.Web.Landing.Home;

/// <summary>Marks the texts in Resources/Web/Landing/Home.</summary>
public sealed class HomeText;
