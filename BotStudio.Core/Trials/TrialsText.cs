namespace BotStudio.Core.Trials;

/// <summary>Marks the texts in Resources/Core/Trials.</summary>
public sealed class TrialsText;
