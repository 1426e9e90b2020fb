namespace BotStudio.Web.Trials;

/// <summary>Marks the texts in Resources/Web/Trials.</summary>
public sealed class TrialsText;
