namespace BotStudio.Web.Landing.Legal;

/// <summary>Marks the texts in Resources/Web/Landing/Legal.</summary>
public sealed class LegalText;
