namespace BotStudio.Core.Leads;

/// <summary>Marks the texts in Resources/Core/Leads.</summary>
public sealed class LeadsText;
