namespace BotStudio.Web.Simulator;

/// <summary>Marks the texts in Resources/Web/Simulator.</summary>
public sealed class SimulatorText;
