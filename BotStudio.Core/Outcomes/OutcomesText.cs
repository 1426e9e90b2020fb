namespace BotStudio.Core.Outcomes;

/// <summary>Marks the texts in Resources/Core/Outcomes: problems that belong to no feature.</summary>
public sealed class OutcomesText;
