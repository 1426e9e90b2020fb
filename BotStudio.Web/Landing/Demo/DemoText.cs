namespace BotStudio.Web.Landing.Demo;

/// <summary>Marks the texts in Resources/Web/Landing/Demo.</summary>
public sealed class DemoText;
